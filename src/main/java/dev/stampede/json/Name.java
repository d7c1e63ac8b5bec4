package dev.stampede.json;

/** What clients may call things: letters, digits, {@code _} and {@code -}. Safe in keys, logs and URLs. */
public final class Name {
    private static final int LONGEST = 64;

    private Name() {}

    /** Whether the text is a name of 1 to 64 characters. */
    public static boolean isName(String text) {
        return isName(text, 1);
    }

    /** Whether the text is a name of {@code min} to 64 characters. By hand: each request brings several. */
    public static boolean isName(String text, int min) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return text.length() >= min && text.length() <= LONGEST;
    }

    /** The rule, as a client is told it. */
    public static String rule(int min) {
        return "[A-Za-z0-9_-]{" + min + "," + LONGEST + "}";
    }
}
