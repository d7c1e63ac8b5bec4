package dev.stampede.load;

/** What a run was told with {@code -D}; an empty value is none. */
final class Given {
    private Given() {}

    static String text(String name, String otherwise) {
        String given = System.getProperty(name, "");
        return given.isBlank() ? otherwise : given.strip();
    }

    static boolean flag(String name) {
        return Boolean.parseBoolean(text(name, "false"));
    }

    /** A whole number within these bounds. */
    static int number(String name, int otherwise, int least, int most) {
        String given = text(name, Integer.toString(otherwise));
        int number;
        try {
            number = Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + name + "=" + given + " is no whole number", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException("-D" + name + " must be from " + least + " to " + most);
        }
        return number;
    }
}
