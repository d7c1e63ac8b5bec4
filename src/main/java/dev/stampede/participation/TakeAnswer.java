package dev.stampede.participation;

import dev.stampede.settlement.Settled;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * What became of one take.
 *
 * @param word of the script: {@code OK}, {@code REPLAY:…}, a rejection, or what refuses the whole batch
 * @param detail of a word that refuses the whole batch
 * @param redisNow Redis' clock when it ran, in ms; 0 when it did not, and with a word that refuses the whole batch
 * @param settled with {@code OK} only: what the outcome becomes, or a failure when that is not known within 2 s
 */
record TakeAnswer(
        String word, String detail, long redisNow, @Nullable Future<Settled> settled) {}
