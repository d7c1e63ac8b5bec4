package dev.stampede.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.architecture.Methods.Method;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private static final String CODE = """
                package a;

                @Deprecated
                final class A<T extends B> {
                    private final int[] numbers = {1, 2};

                    A() {}

                    @Override
                    @SuppressWarnings("")
                    public String toString() {
                        return run(() -> {
                            if (true) {
                                for (;;) {}
                            }
                        });
                    }

                    record Inner(int a) {
                        Inner {
                            a++;
                        }
                    }

                    <T> void longer(
                            int one,
                            int two)
                            throws E {
                        new Object() {
                            void hidden() {}
                        };
                    }
                }
                """;

    @Test
    void methods_are_measured_from_their_name_to_their_brace() {
        assertThat(Methods.of(CODE))
                .contains(
                        new Method(7, "A()", 1),
                        new Method(11, "public String toString()", 7),
                        new Method(20, "Inner", 3),
                        new Method(25, "<T> void longer(", 8))
                .noneMatch(method -> method.header().contains("hidden"));
    }
}
