package dev.stampede.participation;

import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Rejection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A kind with its actions and rejections by name. */
record KindIndex<R>(CampaignKind<R> kind, Map<String, Action<R, ?>> actions, Map<String, Rejection> rejections) {
    static <R> KindIndex<R> of(CampaignKind<R> kind) {
        return new KindIndex<>(
                kind,
                kind.actions().stream().collect(Collectors.toUnmodifiableMap(Action::name, Function.identity())),
                Stream.<Rejection>concat(Stream.of(CommonRejection.values()), kind.rejections().stream())
                        .collect(Collectors.toUnmodifiableMap(Rejection::name, Function.identity())));
    }
}
