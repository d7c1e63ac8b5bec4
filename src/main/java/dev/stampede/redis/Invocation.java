package dev.stampede.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/** One call of a script. Names are bound in the order of the script's header; any other order is a bug and throws. */
public final class Invocation {
    private final Script script;
    private final List<String> keys = new ArrayList<>();
    private final List<String> args = new ArrayList<>();
    private int requests;

    Invocation(Script script) {
        this.script = script;
    }

    /** The name of the script that is called. */
    public String script() {
        return script.name();
    }

    public Invocation key(String name, String value) {
        expect(name, script.keys(), keys.size());
        keys.add(value);
        return this;
    }

    public Invocation arg(String name, String value) {
        expect(name, script.args(), args.size());
        args.add(value);
        return this;
    }

    public Invocation arg(String name, long value) {
        return arg(name, Long.toString(value));
    }

    /** The arguments of one more request of the batch. */
    public Invocation each(String... values) {
        return each(List.of(values), List.of());
    }

    /** The same, the last of them in a list of their own. */
    public Invocation each(List<String> values, List<String> more) {
        if (args.size() != script.args().size() + requests * script.each().size()
                || values.size() + more.size() != script.each().size()) {
            throw new IllegalStateException(script.name() + " wants " + script.each() + " for each request");
        }
        args.addAll(values);
        args.addAll(more);
        requests++;
        return this;
    }

    /** The finished command: runs the script by its name, which Redis must have been given before. */
    public Request request() {
        return command(Command.EVALSHA, script.sha());
    }

    /** The same with the script's text, which needs no loading: for reloads only. */
    public Request requestWithText() {
        return command(Command.EVAL, script.source());
    }

    private Request command(Command command, String what) {
        if (keys.size() != script.keys().size() || args.size() < script.args().size()) {
            throw new IllegalStateException(
                    script.name() + " lacks keys or arguments: " + keys.size() + ", " + args.size());
        }
        Request request = Request.cmd(command).arg(what).arg(keys.size());
        keys.forEach(request::arg);
        args.forEach(request::arg);
        return request;
    }

    private void expect(String name, List<String> header, int position) {
        if (position >= header.size() || !header.get(position).equals(name)) {
            throw new IllegalStateException(
                    script.name() + " has no " + name + " at place " + position + " of " + header);
        }
    }
}
