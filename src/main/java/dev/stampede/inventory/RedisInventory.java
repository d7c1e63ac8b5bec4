package dev.stampede.inventory;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.redis.Commands;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What Redis is told about a campaign's stock, apart from takes. */
public final class RedisInventory {
    /** Takes the units of an expired order again. */
    public static final Script REACQUIRE = Script.load("inventory/reacquire");

    /** Takes units out of an offer. */
    public static final Script WITHDRAW = Script.load("inventory/withdraw");

    private static final Script RELEASE = Script.load("inventory/release");
    private static final Script DEFINE = Script.load("inventory/define");
    private static final Script CLOSE = Script.load("inventory/close");
    private static final Script READING = Script.load("inventory/reading");

    /** What a script said: {@code OK}, or why it did nothing. */
    public enum Told {
        OK,
        OLDER,
        MISSING,
        FENCED,
        STALE_GENERATION
    }

    private final Commands commands;

    public RedisInventory(Commands commands) {
        this.commands = commands;
    }

    /** The scripts of this room, for whoever loads scripts. */
    public static List<Script> scripts() {
        return List.of(RELEASE, DEFINE, CLOSE, REACQUIRE, WITHDRAW);
    }

    /** Gives back what stands under these holds; anything but {@code OK} leaves the releases pending. */
    public Future<Told> release(String campaignId, long generation, List<Release> releases) {
        CampaignKeys keys = new CampaignKeys(campaignId);
        Invocation call = RELEASE.call();
        RELEASE.keys().forEach(name -> call.key(name, keys.named(name)));
        call.arg("generation", generation);
        for (Release one : releases) {
            call.each(one.hold(), one.formationId(), one.standing(), Long.toString(one.deadline()));
        }
        return tell(call);
    }

    /** Takes a revision of the definition, if it is newer than what Redis has: {@code OLDER} is as good as {@code OK}. */
    public Future<Told> define(Campaign campaign, long generation) {
        Invocation call = DEFINE.call()
                .key("campaign", new CampaignKeys(campaign.id()).campaign())
                .arg("generation", generation)
                .arg("revision", campaign.revision())
                .arg("gate", Gate.of(campaign.state()).word())
                .arg("opensAt", campaign.terms().opensAt().toEpochMilli())
                .arg("closesAt", campaign.terms().closesAt().toEpochMilli())
                .arg("shopperLimit", campaign.terms().perShopperLimit());
        for (Offer offer : campaign.offers()) {
            call.each(offer.sku(), Long.toString(offer.granted()));
        }
        return tell(call);
    }

    /**
     * Closes the gate of a campaign whose time is over by Redis' clock, and says the newest sequence of its outbox; nothing when
     * its time is not over, or Redis has it fenced, in another generation, or not at all.
     */
    public Future<Optional<Long>> close(String campaignId, long generation) {
        Invocation call = CLOSE.call()
                .key("campaign", new CampaignKeys(campaignId).campaign())
                .arg("generation", generation);
        return commands.send(call.request())
                .map(reply -> Objects.requireNonNull(reply).get(0).toString().equals("OK")
                        ? Optional.of(reply.get(1).toLong())
                        : Optional.empty());
    }

    /** Deletes all that Redis has of a campaign; the memory is given back behind the answer. */
    public Future<Void> forget(String campaignId) {
        Request unlink = Request.cmd(Command.UNLINK);
        new CampaignKeys(campaignId).all().forEach(unlink::arg);
        return commands.send(unlink).mapEmpty();
    }

    /** One still picture of a campaign, with the units of those holds that still stand. */
    public Future<StockReading> read(String campaignId, List<String> holds) {
        CampaignKeys keys = new CampaignKeys(campaignId);
        Invocation call = READING.call().key("campaign", keys.campaign()).key("held", keys.held());
        holds.forEach(call::each);
        return commands.send(call.requestWithText()).map(reply -> StockReading.of(Objects.requireNonNull(reply)));
    }

    private Future<Told> tell(Invocation call) {
        return commands.send(call.request())
                .map(reply -> Told.valueOf(Objects.requireNonNull(reply).get(0).toString()));
    }
}
