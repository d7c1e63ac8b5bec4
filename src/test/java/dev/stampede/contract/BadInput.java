package dev.stampede.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of the table of bad inputs, for one server.
 *
 * @param expected such as {@code 400 MALFORMED}; more than one where libraries may choose
 */
record BadInput(
        String line,
        boolean isOperations,
        String who,
        String method,
        String target,
        List<String> headers,
        String body,
        Set<String> expected) {
    private static final Pattern MACRO = Pattern.compile("<(?:(crlf)|(nul)|hex:([0-9a-f]+)|([^<>]+?)\\*([0-9]+))>");

    /** The line for each server that it names. */
    static List<BadInput> parse(String line) {
        String[] sides = line.split(" => ", 2);
        String[] parts = Arrays.copyOf(sides[0].split("\\|", 3), 3);
        String[] words = parts[0].strip().split("\\s+");
        List<String> headers = parts[1] == null || parts[1].isBlank()
                ? List.of()
                : Arrays.stream(parts[1].split(" ; ")).map(String::strip).toList();
        String body = parts[2] == null ? "" : parts[2].strip();
        Set<String> expected =
                Arrays.stream(sides[1].split("\\|")).map(String::strip).collect(Collectors.toSet());
        List<BadInput> inputs = new ArrayList<>();
        for (boolean isOperations : new boolean[] {false, true}) {
            if (words[0].equals("both") || words[0].equals(isOperations ? "ops" : "public")) {
                String own = isOperations ? "operator" : "shopper";
                String who = words[1].equals("own") ? own : words[1];
                inputs.add(new BadInput(line, isOperations, who, words[2], words[3], headers, body, expected));
            }
        }
        return inputs;
    }

    /** The bytes of the request. */
    byte[] bytes(String token, String key, Map<String, String> ids) {
        byte[] content = expand(fill(body, ids));
        if (method.equals("RAW")) {
            return content;
        }
        List<String> lines = new ArrayList<>(List.of("Host: 127.0.0.1", "Connection: close"));
        if (!token.isEmpty()) {
            lines.add("Authorization: Bearer " + token);
        }
        if (method.equals("POST")) {
            lines.add("Idempotency-Key: " + key);
        }
        if (content.length > 0) {
            lines.add("Content-Type: application/json");
            lines.add("Content-Length: " + content.length);
        }
        headers.forEach(header -> change(lines, header));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(expand(method + " " + fill(target, ids) + " HTTP/1.1<crlf>"));
        lines.forEach(header -> bytes.writeBytes(expand(header + "<crlf>")));
        bytes.writeBytes(expand("<crlf>"));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    private static void change(List<String> lines, String header) {
        if (header.startsWith("+")) {
            lines.add(header.substring(1));
            return;
        }
        String name = header.replaceFirst("^-", "").replaceFirst(":.*", "");
        lines.removeIf(line -> line.startsWith(name + ":"));
        if (!header.startsWith("-")) {
            lines.add(header);
        }
    }

    private static String fill(String text, Map<String, String> ids) {
        String filled = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }

    private static byte[] expand(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher macros = MACRO.matcher(text);
        int end = 0;
        while (macros.find()) {
            bytes.writeBytes(utf8(text.substring(end, macros.start())));
            bytes.writeBytes(macro(macros.toMatchResult()));
            end = macros.end();
        }
        bytes.writeBytes(utf8(text.substring(end)));
        return bytes.toByteArray();
    }

    private static byte[] macro(MatchResult macro) {
        if (macro.group(1) != null) {
            return utf8("\r\n");
        }
        if (macro.group(2) != null) {
            return new byte[1];
        }
        return macro.group(3) == null
                ? utf8(macro.group(4).repeat(Integer.parseInt(macro.group(5))))
                : HexFormat.of().parseHex(macro.group(3));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return (isOperations ? "ops: " : "public: ") + line;
    }
}
