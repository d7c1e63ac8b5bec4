package dev.stampede.scenario;

import dev.stampede.scenario.Picture.Hold;
import java.util.List;
import java.util.Map;

/** How what was taken goes back, told to the model. */
final class ModelReturns {
    private final ModelState state;

    ModelReturns(ModelState state) {
        this.state = state;
    }

    Reply giveBack(List<Return> returns) {
        int given = 0;
        for (Return one : returns) {
            Hold hold = state.holds.remove(one.hold());
            if (hold != null) {
                units(hold, one);
                seat(hold, one.hold());
                given++;
            }
            Formation formation = state.formations.get(one.formation());
            if (formation != null) {
                state.formations.put(one.formation(), after(one, formation));
            }
        }
        if (given > 0) {
            state.version++;
        }
        return new Reply(
                "OK", List.of(), Map.of("version", Long.toString(state.version), "released", Integer.toString(given)));
    }

    private void units(Hold hold, Return one) {
        if (hold.units() > 0 && one.standing().equals("keeps")) {
            state.holds.put(one.formation(), new Hold(hold.shopper(), hold.sku(), hold.units()));
        } else if (hold.units() > 0) {
            state.move(hold.shopper(), hold.sku(), -hold.units());
        }
    }

    private void seat(Hold hold, String id) {
        boolean wasMember = state.members.remove(hold.seat() + "|" + hold.shopper(), id);
        if (!wasMember) {
            return;
        }
        Formation left = state.formation(hold.seat()).seating(-1, hold.mark().equals("n") ? -1 : 0);
        state.formations.put(hold.seat(), left.slot().equals(hold.shopper()) ? freed(left) : left);
        if (hold.units() == 0) {
            state.tallies.merge(hold.shopper(), -1L, Long::sum);
            state.tallies.merge(hold.shopper() + "|" + hold.mark(), -1L, Long::sum);
        }
    }

    private Formation after(Return one, Formation formation) {
        Formation after = formation;
        if (formation.claim().equals(one.hold())) {
            after = after.claimedBy("").until(Math.max(after.deadline(), one.deadline()));
        }
        return switch (one.standing()) {
            case "closed" -> freed(after).closing();
            case "bought" -> after.closing();
            default -> after;
        };
    }

    private Formation freed(Formation formation) {
        if (!formation.slot().isEmpty()) {
            state.slots.merge(formation.slot(), -1L, Long::sum);
        }
        return formation.withoutSlot();
    }
}
