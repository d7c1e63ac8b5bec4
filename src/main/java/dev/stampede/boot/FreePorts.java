package dev.stampede.boot;

import dev.stampede.boot.EffectiveSetting.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Settings whose ports can be listened on: a port that nobody asked for and somebody else has is replaced by any free one.
 *
 * @param remark what to tell about that
 */
record FreePorts(Settings settings, Optional<String> remark) {
    static FreePorts of(Settings settings) {
        boolean keepsHttp = isAskedFor(settings, Variable.HTTP_PORT) || isFree(settings.http());
        boolean keepsOps = isAskedFor(settings, Variable.OPS_PORT) || isFree(settings.ops());
        if (keepsHttp && keepsOps) {
            return new FreePorts(settings, Optional.empty());
        }
        String taken = keepsHttp
                ? "port " + settings.ops().port() + " is"
                : "port " + settings.http().port()
                        + (keepsOps ? " is" : " and " + settings.ops().port() + " are");
        return new FreePorts(
                settings.onPorts(
                        keepsHttp ? settings.http().port() : 0,
                        keepsOps ? settings.ops().port() : 0),
                Optional.of("demo: " + taken + " taken by somebody else; using any free one"));
    }

    private static boolean isAskedFor(Settings settings, Variable port) {
        return settings.effective().stream()
                .anyMatch(setting -> setting.variable() == port && setting.origin() != Origin.DEFAULT);
    }

    private static boolean isFree(Listener listener) {
        try (ServerSocket socket = new ServerSocket(listener.port(), 1, InetAddress.getByName(listener.host()))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
