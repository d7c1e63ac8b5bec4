package dev.stampede.scenario;

/**
 * One hold that goes back.
 *
 * @param formation for which it was taken, or which has ended; empty when none
 * @param standing of that formation: {@code open}, {@code keeps}, {@code closed} or {@code bought}
 * @param deadline of that formation, in ms from the start of the story; 0 leaves it
 */
record Return(String hold, String formation, String standing, long deadline) {
    static Return loose(String hold) {
        return new Return(hold, "", "open", 0);
    }
}
