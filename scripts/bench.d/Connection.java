import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of {@link Arrivals} with at most one request on its way. It reads of an answer what a driver has to know. */
final class Connection {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES = 64 * 1_024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final SocketChannel channel;
    /** At first of the request, then of its answer. */
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MOST_BYTES);
    /** When the request on its way should have been sent, and which one it is. */
    long intendedNs;
    int number;

    Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Sends the next of the requests. */
    void send(int number, long intendedNs, Requests requests) throws IOException {
        this.number = number;
        this.intendedNs = intendedNs;
        bytes.clear();
        requests.next(bytes);
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        bytes.clear();
    }

    /** Reads what there is, and says whether the answer is whole. */
    boolean isAnswered() {
        try {
            if (channel.read(bytes) < 0) {
                throw new IOException("a connection broke");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int end = find(END, bytes.position());
        int length = end < 0 ? -1 : find(LENGTH, end);
        return length >= 0 && bytes.position() >= end + END.length + number(length + LENGTH.length);
    }

    /** The status of a whole answer. */
    int status() {
        return number(STATUS_AT);
    }

    /** Where this word first stands before {@code to}, or -1. */
    private int find(byte[] word, int to) {
        for (int at = 0; at <= to - word.length; at++) {
            int same = 0;
            while (same < word.length && bytes.get(at + same) == word[same]) {
                same++;
            }
            if (same == word.length) {
                return at;
            }
        }
        return -1;
    }

    private int number(int at) {
        int number = 0;
        for (byte digit = bytes.get(at); digit >= '0' && digit <= '9'; digit = bytes.get(++at)) {
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
