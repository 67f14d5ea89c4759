package dev.belfry.bench.floor;

import dev.belfry.bench.floor.Entry.Accepted;
import dev.belfry.bench.floor.Entry.Attempted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of fixed size, written around. It is filled with zeros when made, so that a sync writes
 * data and no metadata. A part of it is written over only when all events in it are delivered; an
 * outcome lies behind its event, so it is not lost before. One that stays undelivered for a whole
 * turn stops the program: the floor has no better place for it.
 *
 * <p>A record: length of the body (4 bytes), CRC-32C of what follows (4), id (8), 0 or the status
 * of an outcome (4), body.
 */
final class Ring {

  private static final int PARTS = 4;
  private static final int HEADER = 20;
  private static final byte[] NO_BODY = {};

  private final FileChannel file;
  private final int partSize;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private final int[] undelivered = new int[PARTS];
  private final CRC32C crc = new CRC32C();
  private int part;
  private long position;

  Ring(Path path, int size) throws IOException {
    this.partSize = size / PARTS;
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    for (long at = 0; at < size; at += buffer.capacity()) {
      file.write(buffer.clear(), at);
    }
    file.force(true);
    buffer.clear();
  }

  /** Writes all entries and syncs once: when this returns, they are on disk. */
  void append(List<Entry> entries) throws IOException {
    for (var entry : entries) {
      switch (entry) {
        case Accepted event -> {
          record(event.id(), 0, event.body());
          event.liesIn(part);
          undelivered[part]++;
        }
        case Attempted attempt -> {
          record(attempt.event().id(), attempt.status(), NO_BODY);
          if (attempt.succeeded()) {
            undelivered[attempt.event().part()]--;
          }
        }
      }
    }
    write();
    file.force(false);
  }

  private void record(long id, int status, byte[] body) throws IOException {
    int size = HEADER + body.length;
    if (buffer.remaining() < size) {
      write();
    }
    if (position + buffer.position() + size > (part + 1L) * partSize) {
      write();
      turn();
    }
    int from = buffer.position();
    buffer.putInt(body.length).putInt(0).putLong(id).putInt(status).put(body);
    crc.reset();
    crc.update(buffer.slice(from + 8, size - 8));
    buffer.putInt(from + 4, (int) crc.getValue());
  }

  private void write() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      position += file.write(buffer, position);
    }
    buffer.clear();
  }

  private void turn() throws IOException {
    part = (part + 1) % PARTS;
    position = (long) part * partSize;
    if (undelivered[part] > 0) {
      throw new IOException("the ring is full of undelivered events");
    }
  }
}
