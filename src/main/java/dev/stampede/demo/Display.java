package dev.stampede.demo;

/** Shows the play while it runs. */
public interface Display {
    /** Shows a moment, or leaves it out; to be called a few times a second. */
    void show(Moment moment);

    /** Nothing follows. */
    void end();
}
