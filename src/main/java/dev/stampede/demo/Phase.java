package dev.stampede.demo;

/** Where the play is. */
enum Phase {
    PREPARING("the shoppers gather"),
    CLOSED("the doors are closed"),
    RUSH("the doors are open"),
    SECOND_ROUND("unpaid units come back"),
    CHECKING("every order is looked up"),
    AUDIT("the engine audits itself"),
    DONE("done");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
