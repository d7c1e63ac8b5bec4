package dev.stampede.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PgColumnsTest {
    @Test
    void a_table_of_columns_numbers_its_parameters_from_the_first() {
        assertThat(PgColumns.unnested(3, """
                order_id text,
                at timestamptz"""))
                .isEqualTo("(SELECT unnest($3::text[]) AS order_id, unnest($4::timestamptz[]) AS at)");
    }
}
