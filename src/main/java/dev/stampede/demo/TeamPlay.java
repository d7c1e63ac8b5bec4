package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Teams of a group-buy: one friend too many comes to each, some do not pay, some leave and are replaced. */
final class TeamPlay {
    static final int SIZE = 3;
    private static final int SHOPPERS_A_TEAM = 50;
    private static final int MOST_TEAMS = 40;

    private final Gathering gathering;
    private final RandomGenerator dice;
    private final int teams;

    TeamPlay(Gathering gathering, RandomGenerator dice, int shoppers) {
        this.gathering = gathering;
        this.dice = dice;
        this.teams = teams(shoppers);
    }

    static int teams(int shoppers) {
        return Math.max(2, Math.min(MOST_TEAMS, shoppers / SHOPPERS_A_TEAM));
    }

    /** How the friends of a team behave. */
    private enum Manners {
        ALL_PAY,
        ONE_DOES_NOT,
        ONE_IS_REPLACED
    }

    private record Seat(Guest guest, String orderId) {}

    Future<Gathered> play() {
        List<Future<Void>> played =
                IntStream.range(0, teams).mapToObj(this::team).toList();
        return Future.all(played).map(all -> gathering.gathered("teams"));
    }

    private Future<Void> team(int number) {
        Manners manners =
                switch (dice.nextInt(4)) {
                    case 0 -> Manners.ONE_DOES_NOT;
                    case 1 -> Manners.ONE_IS_REPLACED;
                    default -> Manners.ALL_PAY;
                };
        Guest leader = gathering.guest("team-" + number + "-leader");
        long comesAt = dice.nextLong(0, 500);
        return gathering
                .scene()
                .until(comesAt)
                .compose(open -> gathering.act(leader, "open_team", "one", Json.object()))
                .compose(opened -> opened.isDone()
                        ? fill(number, manners, new Seat(leader, Gathering.orderId(opened)), team(opened))
                        : complain("no team for " + leader.id() + ": " + opened.label()));
    }

    private static String team(Reply opened) {
        return opened.body().at("/formation/id").asText();
    }

    private Future<Void> complain(String what) {
        gathering.complain(what);
        return Future.succeededFuture();
    }

    private Future<Void> fill(int number, Manners manners, Seat leader, String team) {
        List<Guest> friends = IntStream.rangeClosed(1, SIZE)
                .mapToObj(i -> gathering.guest("team-" + number + "-friend-" + i))
                .toList();
        List<Future<Reply>> joins = friends.stream()
                .map(friend -> gathering.act(friend, "join_team", "one", body(team)))
                .toList();
        return Future.all(joins).compose(answered -> {
            List<Seat> seats = new ArrayList<>(List.of(leader));
            List<Guest> standing = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                Reply reply = joins.get(i).result();
                if (reply.isDone()) {
                    seats.add(new Seat(friends.get(i), Gathering.orderId(reply)));
                } else {
                    standing.add(friends.get(i));
                }
            }
            if (seats.size() != SIZE) {
                return complain("team %s seated %d of %d".formatted(team, seats.size(), SIZE));
            }
            return switch (manners) {
                case ALL_PAY -> formed(team, seats);
                case ONE_DOES_NOT -> lapsed(team, seats);
                case ONE_IS_REPLACED -> replaced(team, seats, standing.get(0));
            };
        });
    }

    private Future<Void> formed(String team, List<Seat> seats) {
        return Gathering.each(seats, seat -> gathering.pay(seat.guest(), seat.orderId()))
                .compose(paid -> gathering.end(team, "formed"))
                .compose(end ->
                        Gathering.each(seats, seat -> gathering.expect(seat.guest(), seat.orderId(), "settled")));
    }

    private Future<Void> lapsed(String team, List<Seat> seats) {
        List<Seat> payers = seats.subList(0, SIZE - 1);
        Seat idler = seats.get(SIZE - 1);
        return Gathering.each(payers, seat -> gathering.pay(seat.guest(), seat.orderId()))
                .compose(paid -> gathering.end(team, "lapsed"))
                .compose(end ->
                        Gathering.each(payers, seat -> gathering.expect(seat.guest(), seat.orderId(), "refunded")))
                .compose(back -> gathering.expect(idler.guest(), idler.orderId(), "expired"));
    }

    private Future<Void> replaced(String team, List<Seat> seats, Guest standing) {
        Seat leaver = seats.remove(SIZE - 1);
        return gathering
                .act(leaver.guest(), "leave_team", "one", body(team))
                .compose(left -> left.isDone()
                        ? take(team, standing, 1)
                        : Future.failedFuture(new IllegalStateException(left.label())))
                .compose(seat -> {
                    seats.add(seat);
                    return formed(team, seats);
                })
                .recover(e -> complain("team %s could not replace a member: %s".formatted(team, e.getMessage())));
    }

    /** A seat comes back to Redis a moment after it was given up. */
    private Future<Seat> take(String team, Guest guest, int tries) {
        return gathering.act(guest, "join_team", "again-" + tries, body(team)).compose(reply -> {
            if (reply.isDone()) {
                return Future.succeededFuture(new Seat(guest, Gathering.orderId(reply)));
            }
            return tries < 20
                    ? gathering.scene().pause(100).compose(later -> take(team, guest, tries + 1))
                    : Future.failedFuture(new IllegalStateException(reply.label()));
        });
    }

    private static ObjectNode body(String team) {
        return Json.object().put("teamId", team);
    }
}
