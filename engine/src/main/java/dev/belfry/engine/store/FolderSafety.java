package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Which file systems can keep a promise that survives a power cut. */
final class FolderSafety {

  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs", "hugetlbfs");

  private static final Set<String> REMOTE =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "afs",
          "ncpfs",
          "9p",
          "virtiofs",
          "ceph",
          "glusterfs",
          "lustre",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.s3fs",
          "fuse.rclone",
          "davfs",
          "fuse.davfs2",
          "webdav",
          "afpfs");

  private static final String ALL_THE_SAME =
      "; name another folder, or start on it all the same with --allow-unsafe-store";

  private FolderSafety() {}

  /**
   * @throws StoreRefused if the folder is in memory, or on a network, whose locks and syncs SQLite
   *     cannot rely on
   */
  static void demand(Path folder) {
    var type = type(folder);
    if (IN_MEMORY.contains(type)) {
      throw new StoreRefused(
          folder
              + " is in memory ("
              + type
              + "): what it holds is lost with the machine"
              + ALL_THE_SAME,
          null);
    }
    if (REMOTE.contains(type)) {
      throw new StoreRefused(
          folder
              + " is on a network file system ("
              + type
              + "): its syncs cannot be relied on"
              + ALL_THE_SAME,
          null);
    }
  }

  private static String type(Path folder) {
    try {
      return Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new StoreRefused("cannot tell what file system " + folder + " is on: " + e, e);
    }
  }
}
