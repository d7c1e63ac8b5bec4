import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** One connection with at most one request on its way. It reads of an answer what a driver has to know. */
final class Line {
    private static final String LENGTH = "content-length: ";

    private final NetSocket socket;
    private final BiConsumer<Line, Buffer> answered;
    private Buffer read = Buffer.buffer();
    private Buffer last = Buffer.buffer();
    /** Which one the request on its way is. */
    int number;

    Line(NetSocket socket, BiConsumer<Line, Buffer> answered, Runnable broken) {
        this.socket = socket;
        this.answered = answered;
        socket.handler(this::take);
        socket.closeHandler(closed -> broken.run());
    }

    void send(int number, byte[] request) {
        this.number = number;
        last = Buffer.buffer(request);
        socket.write(last);
    }

    /** Sends the last request once more. */
    void again() {
        socket.write(last);
    }

    /** There is nothing more to send. */
    void leave() {
        socket.closeHandler(null);
        socket.close();
    }

    /** The status of a whole answer. */
    static int status(Buffer answer) {
        return Integer.parseInt(answer.getString(9, 12));
    }

    private void take(Buffer more) {
        read = read.length() == 0 ? more : read.appendBuffer(more);
        if (isWhole()) {
            Buffer answer = read;
            read = Buffer.buffer();
            answered.accept(this, answer);
        }
    }

    private boolean isWhole() {
        String text = new String(read.getBytes(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int length = text.indexOf(LENGTH);
        if (end < 0 || length < 0 || length > end) {
            return false;
        }
        int from = length + LENGTH.length();
        return text.length() >= end + 4 + Integer.parseInt(text, from, text.indexOf('\r', from), 10);
    }
}
