package dev.stampede.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Table.Line;
import dev.stampede.scenario.Wish.ChainRules;
import dev.stampede.scenario.Wish.TeamRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests of a table, under the rules that its lines have set. */
final class StoryWishes {
    private static final String ONLY_SKU = "tea";

    private TeamRules teams = TeamRules.PAIR;
    private ChainRules chains = ChainRules.PAIR;

    /** {@code teams size=3 …} or {@code chains parts=50,30 …}: what is left out is as at first. */
    void rules(Line line) {
        if (line.verb().equals("teams")) {
            teams = new TeamRules(
                    integer(line, "size", 2),
                    seconds(line, "within", "1h"),
                    integer(line, "price", 800),
                    integer(line, "newcomers", 0),
                    integer(line, "perShopper", 1),
                    line.words().contains("runsOn"));
        } else {
            chains = new ChainRules(
                    Wish.numbers(line.option("parts", "60,40")),
                    integer(line, "floor", 400),
                    integer(line, "min", 1),
                    integer(line, "max", 1_000),
                    integer(line, "weight", 100),
                    seconds(line, "within", "1h"),
                    seconds(line, "claimWithin", "10m"),
                    line.words().contains("holdsUnit"),
                    line.words().contains("buysEarly"),
                    integer(line, "perDay", 20),
                    integer(line, "perCampaign", 5));
        }
    }

    /** {@code action shopper key [units | formation] [newcomer]}. */
    Request request(Line line) {
        List<String> words = line.words();
        boolean isPurchase = line.verb().equals("purchase");
        boolean opens = line.verb().equals("open_team") || line.verb().equals("start_chain");
        String shopper = words.get(0);
        String key = words.get(1);
        String sku = line.option("sku", isPurchase || opens ? ONLY_SKU : "");
        String third = words.size() > 2 ? words.get(2) : "1";
        String body = opens ? line.verb() + " " + sku : isPurchase ? sku + " " + third : line.verb() + " " + third;
        return new Request(
                shopper,
                key,
                "%08x".formatted(body.hashCode()),
                line.option("refusal", ""),
                line.verb().equals("start_chain") ? third : shopper + key + "n" + line.number(),
                sku,
                isPurchase ? Integer.parseInt(third) : 1,
                new Wish(
                        isPurchase ? "" : third,
                        words.contains("newcomer"),
                        Integer.parseInt(line.option("day", "1")),
                        teams,
                        chains));
    }

    /** What the newest outcome says, by name; its deadline in seconds from then. */
    Map<String, String> decided(Picture picture) {
        List<String> outcomes = picture.outcomes();
        ObjectNode newest = Json.readOwn(outcomes.get(outcomes.size() - 1));
        Map<String, String> facts = new TreeMap<>();
        for (String name : List.of("sku", "unitPriceFen", "position", "cutFen", "unitFor", "hasUnit")) {
            facts.put(name, newest.path(name).asText());
        }
        facts.put("for", newest.path("deadline").asLong() / 1_000 + "s");
        return facts;
    }

    private static int integer(Line line, String name, int otherwise) {
        return Integer.parseInt(line.option(name, Integer.toString(otherwise)));
    }

    private static long seconds(Line line, String name, String otherwise) {
        return Table.millis(line.option(name, otherwise)) / 1_000;
    }
}
