package dev.stampede.audit;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.redis.Commands;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Redis remembers shopper by shopper and request by request with the orders. It goes through both by pages: from
 * Postgres for what Redis forgot, from Redis for what Postgres never had.
 */
final class RedisCounts {
    private static final int SHOPPERS_A_PAGE = 500;
    private static final int MOST_CASES = 100;
    private static final String SHOPPERS = """
            SELECT shopper_id,
                   coalesce(sum(quantity) FILTER (WHERE state IN ('held', 'paid', 'settled', 'fulfilled')), 0)::bigint
                     AS units,
                   count(*) FILTER (WHERE state IN ('held', 'paid', 'settled', 'fulfilled')) AS live,
                   coalesce(array_agg(request_key ORDER BY request_key, id) FILTER (WHERE id IS NOT NULL), '{}')
                     AS request_keys,
                   coalesce(array_agg(id ORDER BY request_key, id) FILTER (WHERE id IS NOT NULL), '{}') AS ids
            FROM (
              SELECT shopper_id, quantity, state, request_key, id FROM orders WHERE campaign_id = $1::text
              UNION ALL
              SELECT opener_id, 1, 'held', NULL, NULL FROM formation WHERE campaign_id = $1::text AND hold_id IS NOT NULL) held
            WHERE shopper_id > $2::text
            GROUP BY shopper_id ORDER BY shopper_id LIMIT $3::int
            """;
    private static final String TAKES = """
            SELECT id, shopper_id, request_key FROM accepted_request
            WHERE campaign_id = $1::text AND NOT is_order AND id > $2::text
            ORDER BY id LIMIT $3::int
            """;
    private static final String WITHOUT_ORDERS = """
            SELECT s.shopper_id FROM unnest($2::text[]) AS s (shopper_id)
            WHERE NOT EXISTS (SELECT FROM orders o WHERE o.campaign_id = $1::text AND o.shopper_id = s.shopper_id)
              AND NOT EXISTS (SELECT FROM formation f
                              WHERE f.campaign_id = $1::text AND f.opener_id = s.shopper_id AND f.hold_id IS NOT NULL)
            ORDER BY s.shopper_id
            """;

    private static final String CUTS =
            "SELECT count(*) AS cuts FROM cut WHERE campaign_id = $1::text AND void_reason IS NULL";

    private final Pool pool;
    private final Commands commands;

    RedisCounts(Pool pool, Commands commands) {
        this.pool = pool;
        this.commands = commands;
    }

    /** One run over a campaign. */
    private static final class Run {
        final CampaignKeys keys;
        final Map<String, Long> onTheirWay;
        final List<Finding> findings = new ArrayList<>();
        long liveOrders;

        Run(Picture picture) {
            this.keys = new CampaignKeys(picture.books().campaignId());
            this.onTheirWay = picture.onTheirWay(hold -> hold.shopperId());
        }

        void compare(String shopperId, long inRedis, long inPostgres) {
            long coming = onTheirWay.getOrDefault(shopperId, 0L);
            if (inRedis != inPostgres + coming) {
                found(
                        "I4",
                        "shopper %s: Redis counts %d units, Postgres %d, and %d are on their way"
                                .formatted(shopperId, inRedis, inPostgres, coming));
            }
        }

        void found(String invariant, String detail) {
            if (findings.size() < MOST_CASES) {
                findings.add(Finding.of(invariant, keys.campaignId(), detail));
            }
        }
    }

    /** Redis' clock, in ms. */
    Future<Long> now() {
        return commands.send(Request.cmd(Command.TIME))
                .map(Objects::requireNonNull)
                .map(time -> time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000);
    }

    /** Where counts, requests and holds differ from the orders of that picture; at most 100 cases. */
    Future<List<Finding>> differences(Picture picture) {
        Run run = new Run(picture);
        return fromPostgres(run, "")
                .compose(done -> takes(run, ""))
                .compose(done -> fromRedis(run, "0"))
                .compose(done -> holds(run, picture.holdsOnTheirWay()))
                .map(done -> run.findings);
    }

    private Future<Void> fromPostgres(Run run, String after) {
        Tuple page = Tuple.of(run.keys.campaignId(), after, SHOPPERS_A_PAGE);
        return pool.preparedQuery(SHOPPERS).execute(page).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture();
            }
            List<String> shoppers = new ArrayList<>();
            rows.forEach(row -> shoppers.add(row.getString("shopper_id")));
            return values(run.keys.shopper(), shoppers)
                    .map(counts -> compareUnits(run, rows, counts))
                    .compose(done -> requests(run, rows))
                    .compose(done -> rows.size() < SHOPPERS_A_PAGE
                            ? Future.succeededFuture()
                            : fromPostgres(run, shoppers.get(shoppers.size() - 1)));
        });
    }

    private static @Nullable Void compareUnits(Run run, RowSet<Row> rows, List<String> counts) {
        int i = 0;
        for (Row row : rows) {
            run.liveOrders += row.getLong("live");
            run.compare(row.getString("shopper_id"), number(counts.get(i++)), row.getLong("units"));
        }
        return null;
    }

    private Future<Void> requests(Run run, RowSet<Row> rows) {
        Map<String, String> orders = new LinkedHashMap<>();
        for (Row row : rows) {
            String[] keys = row.getArrayOfStrings("request_keys");
            String[] ids = row.getArrayOfStrings("ids");
            for (int i = 0; i < keys.length; i++) {
                orders.putIfAbsent(row.getString("shopper_id") + "|" + keys[i], ids[i]);
            }
        }
        return remembered(run, "order", orders);
    }

    /** The same for takes that made no order of their own, by pages. */
    private Future<Void> takes(Run run, String after) {
        Tuple page = Tuple.of(run.keys.campaignId(), after, SHOPPERS_A_PAGE);
        return pool.preparedQuery(TAKES).execute(page).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture();
            }
            Map<String, String> takes = new LinkedHashMap<>();
            String[] last = new String[1];
            for (Row row : rows) {
                last[0] = row.getString("id");
                takes.put(row.getString("shopper_id") + "|" + row.getString("request_key"), last[0]);
            }
            return remembered(run, "take", takes).compose(done -> takes(run, last[0]));
        });
    }

    /** A request that Redis forgot would have a second effect when it is repeated. */
    private Future<Void> remembered(Run run, String what, Map<String, String> outcomes) {
        List<String> requests = List.copyOf(outcomes.keySet());
        return values(run.keys.request(), requests).map(remembered -> {
            for (int i = 0; i < requests.size(); i++) {
                String outcome = Objects.requireNonNull(outcomes.get(requests.get(i)));
                if (!remembered.get(i).contains(" " + outcome + " ")) {
                    run.found(
                            "I3",
                            "%s %s: Redis remembers its request as %s"
                                    .formatted(
                                            what,
                                            outcome,
                                            remembered.get(i).isEmpty()
                                                    ? "never made"
                                                    : "'" + remembered.get(i) + "'"));
                }
            }
            return null;
        });
    }

    private Future<Void> fromRedis(Run run, String cursor) {
        Request scan =
                Request.cmd(Command.HSCAN, run.keys.shopper(), cursor, "COUNT", Integer.toString(SHOPPERS_A_PAGE));
        return commands.send(scan).map(Objects::requireNonNull).compose(reply -> {
            Map<String, Long> counted = counted(reply.get(1));
            String next = reply.get(0).toString();
            return withoutOrders(run, counted)
                    .compose(done -> next.equals("0") ? Future.succeededFuture() : fromRedis(run, next));
        });
    }

    private Future<Void> withoutOrders(Run run, Map<String, Long> counted) {
        if (counted.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple shoppers =
                Tuple.of(run.keys.campaignId(), (Object) counted.keySet().toArray(String[]::new));
        return pool.preparedQuery(WITHOUT_ORDERS).execute(shoppers).map(rows -> {
            for (Row row : rows) {
                String shopper = row.getString("shopper_id");
                run.compare(shopper, counted.getOrDefault(shopper, 0L), 0);
            }
            return null;
        });
    }

    /** A hold that is missing can't be given back; one too many would be given back twice. */
    private Future<Void> holds(Run run, long onTheirWay) {
        Future<Long> kept = commands.send(Request.cmd(Command.HLEN, run.keys.held()))
                .map(reply -> Objects.requireNonNull(reply).toLong());
        Future<Long> cuts = pool.preparedQuery(CUTS)
                .execute(Tuple.of(run.keys.campaignId()))
                .map(rows -> rows.iterator().next().getLong("cuts"));
        return Future.all(kept, cuts).map(read -> {
            long expected = run.liveOrders + cuts.result();
            if (kept.result() != expected + onTheirWay) {
                run.found(
                        "I11",
                        "Redis keeps %d holds, Postgres %d live orders and cuts, and %d are on their way"
                                .formatted(kept.result(), expected, onTheirWay));
            }
            return null;
        });
    }

    private static Map<String, Long> counted(Response flat) {
        Map<String, Long> counted = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            long units = number(flat.get(i + 1).toString());
            if (units != 0) {
                counted.put(flat.get(i).toString(), units);
            }
        }
        return counted;
    }

    /** The values of these fields of a hash, empty where it has none. Redis is not asked for no field: it would refuse. */
    private Future<List<String>> values(String hash, List<String> fields) {
        if (fields.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Request request = Request.cmd(Command.HMGET).arg(hash);
        fields.forEach(request::arg);
        return commands.send(request).map(reply -> {
            List<String> values = new ArrayList<>();
            for (Response value : Objects.requireNonNull(reply)) {
                values.add(value == null ? "" : value.toString());
            }
            return values;
        });
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
