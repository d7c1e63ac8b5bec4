package dev.stampede.participation;

import dev.stampede.campaign.Ack;
import dev.stampede.campaign.CampaignState;
import dev.stampede.formation.PgLeaving;
import dev.stampede.kind.Action;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Decision.Give;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Take;
import dev.stampede.order.PgNewcomers;
import dev.stampede.participation.Answer.Busy;
import dev.stampede.participation.Answer.Done;
import dev.stampede.participation.Answer.Given;
import dev.stampede.participation.Answer.Invalid;
import dev.stampede.participation.Answer.Refused;
import dev.stampede.participation.Answer.UnknownAction;
import dev.stampede.participation.Answer.UnknownCampaign;
import dev.stampede.settlement.Settled;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The road of one action: snapshot, decision, script, settlement, answer. The one place that sees it whole. */
public final class Participation {
    private static final long CLOCK_SLACK_MS = 1_000;

    private final PgLiveCampaigns campaigns;
    private final PgNewcomers newcomers;
    private final RedisTaking taking;
    private final PgLeaving leaving;
    private final PgArchive archive;
    private final Supplier<String> ids;
    private final InstantSource clock;

    public Participation(
            PgLiveCampaigns campaigns,
            PgNewcomers newcomers,
            RedisTaking taking,
            PgLeaving leaving,
            PgArchive archive,
            Supplier<String> ids,
            InstantSource clock) {
        this.campaigns = campaigns;
        this.newcomers = newcomers;
        this.taking = taking;
        this.leaving = leaving;
        this.archive = archive;
        this.ids = ids;
        this.clock = clock;
    }

    /** Performs the command; a broken dependency is a failed future, everything else an answer. */
    Future<Answer> perform(Command command) {
        return taking.here(campaigns.find(command.campaignId()))
                .compose(live -> live.isEmpty()
                        ? Future.succeededFuture(new UnknownCampaign())
                        : attempt(new Attempt(command, clock.instant(), true), live.get()));
    }

    /** One run over the road. A second one is made when Redis knows a newer campaign, or another time, than this node. */
    private record Attempt(Command command, Instant now, boolean isFirst) {
        Attempt second(Instant now) {
            return new Attempt(command, now, false);
        }
    }

    private <R> Future<Answer> attempt(Attempt attempt, Live<R> live) {
        if (!isArchived(live) && !live.campaign().isVisibleAt(attempt.now())) {
            return Future.succeededFuture(new UnknownCampaign());
        }
        Optional<Action<R, ?>> action = live.action(attempt.command().action());
        return action.isEmpty()
                ? Future.succeededFuture(new UnknownAction())
                : decide(attempt, attempt.command().body().readBy(action.get(), live));
    }

    private <R, C> Future<Answer> decide(Attempt attempt, Reading<R, C> reading) {
        Command command = attempt.command();
        Live<R> live = reading.live();
        Action<R, C> action = reading.action();
        if (!reading.violations().isEmpty()) {
            return Future.succeededFuture(new Invalid(reading.violations()));
        }
        if (isArchived(live)) {
            return archived(command, live, reading.fingerprint());
        }
        Instant opensAt = live.campaign().terms().opensAt();
        if (attempt.now().plusMillis(CLOCK_SLACK_MS).isBefore(opensAt)) {
            return Future.succeededFuture(new Refused(CommonRejection.NOT_STARTED, opensAt));
        }
        boolean asks = action.asksForNewcomers(live.rules());
        return isNewcomer(live, asks, command.caller().subject()).compose(isNewcomer -> {
            Participant participant = new Participant(
                    command.caller().subject(),
                    command.caller().tags(),
                    isNewcomer,
                    command.requestKey(),
                    reading.fingerprint(),
                    reading.source(),
                    ids);
            return action.decide(live.rules(), live.campaign(), reading.decoded(), participant, attempt.now())
                    .match(
                            refuse -> Future.succeededFuture(new Refused(refuse.rejection(), null)),
                            run -> take(attempt, live, run.take()),
                            give -> give(command, give));
        });
    }

    /** Looked up only when the campaign or the action asks for it. */
    private Future<Boolean> isNewcomer(Live<?> live, boolean asks, String shopperId) {
        return asks || live.campaign().terms().audience().newcomersOnly()
                ? taking.here(newcomers.remembered(live.campaign().id(), shopperId))
                : Future.succeededFuture(true);
    }

    private Future<Answer> give(Command command, Give give) {
        return taking.here(leaving.leave(command.campaignId(), command.caller().subject(), give))
                .map(answer -> switch (answer.verdict()) {
                    case LEFT -> new Given(answer.formation().orElseThrow(), false);
                    case REPLAYED -> new Given(answer.formation().orElseThrow(), true);
                    case MISMATCH -> new Refused(CommonRejection.IDEMPOTENCY_MISMATCH, null);
                    case UNKNOWN -> new Refused(give.unknown(), null);
                    case CLOSED -> new Refused(give.closed(), null);
                    case NOT_A_MEMBER, WRONG_STATE -> new Refused(CommonRejection.WRONG_STATE, null);
                });
    }

    private Future<Answer> take(Attempt attempt, Live<?> live, Take take) {
        String action = attempt.command().action();
        if (taking.isShut(live.campaign().id(), action)) {
            return Future.succeededFuture(new Busy());
        }
        return taking.submit(live, action, take).compose(answer -> read(attempt, live, take, answer));
    }

    private Future<Answer> read(Attempt attempt, Live<?> live, Take take, TakeAnswer answer) {
        String word = answer.word();
        if (word.startsWith("REPLAY:")) {
            return replay(live, word);
        }
        return switch (word) {
            case "OK" -> accepted(live, take, answer);
            case "STALE_SNAPSHOT", "STALE_GENERATION" -> again(attempt, live, answer);
            case "MISSING" -> missing(attempt, live);
            case "ROLLED_BACK", "FENCED" -> taking.fenced(live.campaign().id(), word);
            case "TOO_LATE" -> Future.succeededFuture(new Busy());
            case "OUTSIDE" -> outside(attempt, live, take, answer);
            case "NOT_STARTED" ->
                Future.succeededFuture(new Refused(
                        CommonRejection.NOT_STARTED, live.campaign().terms().opensAt()));
            default -> Future.succeededFuture(new Refused(live.rejection(word), null));
        };
    }

    private static Future<Answer> accepted(Live<?> live, Take take, TakeAnswer answer) {
        if (live.isReserved(take.outcome()) && take.outcome() instanceof OrderHeld held) {
            return Future.succeededFuture(
                    new Done(Reserved.settled(live.campaign(), held, answer.redisNow()), false, false));
        }
        return Objects.requireNonNull(answer.settled()).map(settled -> told(live, settled, false));
    }

    private Future<Answer> replay(Live<?> live, String word) {
        String[] parts = word.split(":", -1);
        return taking.replayed(live.campaign().id(), parts[1], Long.parseLong(parts[3]))
                .map(settled -> told(live, settled, true));
    }

    private static boolean isArchived(Live<?> live) {
        return live.campaign().state() == CampaignState.ARCHIVED;
    }

    /** Nothing new happens in an archived campaign; what happened is answered from its row. */
    private Future<Answer> archived(Command command, Live<?> live, String fingerprint) {
        return taking.here(archive.find(live.campaign().id(), command.caller().subject(), command.requestKey()))
                .map(found -> found.<Answer>map(
                                remembered -> remembered.fingerprint().equals(fingerprint)
                                        ? told(live, remembered.settled(), true)
                                        : new Refused(CommonRejection.IDEMPOTENCY_MISMATCH, null))
                        .orElseGet(() -> new Refused(CommonRejection.ENDED, null)));
    }

    /** A campaign that Redis does not have was archived, unless it was lost. */
    private Future<Answer> missing(Attempt attempt, Live<?> live) {
        return taking.here(campaigns.refresh(live))
                .compose(fresh -> fresh.isPresent() && isArchived(fresh.get())
                        ? attempt(attempt.second(clock.instant()), fresh.get())
                        : taking.fenced(live.campaign().id(), "MISSING"));
    }

    /** A void outcome is the refusal that the script would have given; where orders are only reserved, a cancelled order. */
    private static Answer told(Live<?> live, Settled settled, boolean isReplay) {
        boolean isReserved = live.campaign().terms().ack() == Ack.RESERVED;
        String voidReason = settled.voidReason();
        return voidReason != null && (settled.made() == null || !isReserved)
                ? new Refused(live.rejection(voidReason), null)
                : new Done(settled, !isReserved, isReplay);
    }

    private Future<Answer> again(Attempt attempt, Live<?> live, TakeAnswer answer) {
        if (!attempt.isFirst()) {
            return taking.stillStale(live, answer).map(told -> new Busy());
        }
        return taking.here(campaigns.refresh(live))
                .compose(fresh -> fresh.isEmpty()
                        ? Future.succeededFuture(new UnknownCampaign())
                        : attempt(attempt.second(clock.instant()), fresh.get()));
    }

    /** Between windows: decided once more at Redis' own time, then it is the next window's start, or the end. */
    private Future<Answer> outside(Attempt attempt, Live<?> live, Take take, TakeAnswer answer) {
        Instant redisNow = Instant.ofEpochMilli(answer.redisNow());
        if (attempt.isFirst()) {
            return attempt(attempt.second(redisNow), live);
        }
        return Future.succeededFuture(take.windows().stream()
                .filter(window -> redisNow.isBefore(window.from()))
                .findFirst()
                .map(next -> new Refused(CommonRejection.NOT_STARTED, next.from()))
                .orElseGet(() -> new Refused(CommonRejection.ENDED, null)));
    }
}
