package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something could not be done with a file, in words for an operator. */
public final class FileFault {

  private FileFault() {}

  /** The reason, with the file's name where the JDK says nothing else. */
  public static String text(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " is there already";
      case AccessDeniedException denied -> "no right to " + denied.getFile();
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
