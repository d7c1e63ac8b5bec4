package dev.stampede.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the methods of a Java text by its braces: whatever opens right within a type, and is no type, is one. */
final class Methods {
    private static final Pattern TYPE = Pattern.compile("\\b(class|interface|enum|record)\\s+\\w+");
    private static final Pattern ANNOTATIONS = Pattern.compile("\\A(\\s*@\\w+(\\([^)]*\\))?)*\\s*");

    /** One method: its first line without annotations, and how many lines it has from there to its end. */
    record Method(int line, String header, int lines) {}

    private record Block(boolean isType, boolean isMethod, int start, String header) {}

    private final String code;
    private final List<Method> found = new ArrayList<>();
    private final Deque<Block> open = new ArrayDeque<>();

    private Methods(String code) {
        this.code = code;
    }

    /** The methods, constructors and initializers in a text without comments and strings. */
    static List<Method> of(String code) {
        Methods methods = new Methods(code);
        methods.scan();
        return methods.found;
    }

    private void scan() {
        int from = 0;
        int parentheses = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '{') {
                open(from, i, parentheses);
            } else if (c == '}') {
                close(i);
            }
            if (c == '{' || c == '}' || (c == ';' && parentheses == 0)) {
                from = i + 1;
            }
        }
    }

    private void open(int from, int at, int parentheses) {
        String text = code.substring(from, at);
        Matcher annotations = ANNOTATIONS.matcher(text);
        int start = annotations.find() ? from + annotations.end() : from;
        String header = code.substring(start, at).strip();
        Block around = open.peek();
        boolean isType = parentheses == 0 && TYPE.matcher(header).find();
        boolean isMethod = !isType && around != null && around.isType();
        open.push(new Block(isType, isMethod, start, header.lines().findFirst().orElse("{")));
    }

    private void close(int at) {
        Block block = open.pop();
        if (block.isMethod()) {
            int line = lines(block.start()) + 1;
            found.add(new Method(line, block.header(), lines(at) + 2 - line));
        }
    }

    private int lines(int to) {
        return (int) code.substring(0, to).chars().filter(c -> c == '\n').count();
    }
}
