package dev.stampede.participation;

import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a take script said to a batch.
 *
 * @param verdict {@code OK}, or the word that refuses the batch whole; then the rest is empty
 * @param detail the generation or revision that Redis has, with the words that carry one
 * @param now Redis' clock, in ms
 * @param sequence of the outbox entry, 0 when nothing was accepted
 * @param previous the batch id of the entry before
 * @param stockVersion after the batch
 * @param words one for each request, in order
 * @param left units by sku, of the offers that the batch asked for
 * @param decisions what the script decided of each accepted outcome, members of JSON; empty when it decides nothing of them
 */
record BatchReply(
        String verdict,
        String detail,
        long now,
        long sequence,
        String previous,
        long stockVersion,
        List<String> words,
        Map<String, Long> left,
        List<String> decisions) {
    static BatchReply of(Response reply) {
        String verdict = reply.get(0).toString();
        if (!verdict.equals("OK")) {
            return new BatchReply(
                    verdict,
                    reply.size() > 1 ? reply.get(1).toString() : "",
                    0,
                    0,
                    "",
                    0,
                    List.of(),
                    Map.of(),
                    List.of());
        }
        return new BatchReply(
                verdict,
                "",
                reply.get(1).toLong(),
                reply.get(2).toLong(),
                reply.get(3).toString(),
                reply.get(4).toLong(),
                List.of(reply.get(5).toString().split(" ", -1)),
                left(reply.get(6).toString()),
                reply.size() > 7 ? decisions(reply.get(7).toString()) : List.of());
    }

    private static List<String> decisions(String lines) {
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }

    private static Map<String, Long> left(String text) {
        Map<String, Long> left = new HashMap<>();
        for (String offer : text.split(" ")) {
            int equals = offer.lastIndexOf('=');
            if (equals > 0) {
                left.put(offer.substring(0, equals), Long.valueOf(offer.substring(equals + 1)));
            }
        }
        return left;
    }
}
