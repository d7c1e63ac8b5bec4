package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CampaignStateTest {
    /** From the state of the row to the state of the column; both in the order of the enum. */
    private static final String TABLE = """
            .             draft in_review scheduled live paused ended settled archived cancelled
            draft         no    yes       no        no   no     no    no      no       yes
            in_review     yes   no        yes       no   no     no    no      no       yes
            scheduled     no    no        no        yes  no     no    no      no       yes
            live          no    no        no        no   yes    yes   no      no       yes
            paused        no    no        no        yes  no     yes   no      no       yes
            ended         no    no        no        no   no     no    yes     no       yes
            settled       no    no        no        no   no     no    no      yes      no
            archived      no    no        no        no   no     no    no      no       no
            cancelled     no    no        no        no   no     no    no      no       no
            """;

    @Test
    void every_cell_of_the_lifecycle_is_as_written() {
        String[] lines = TABLE.split("\n");
        String[] columns = lines[0].split(" +");
        assertThat(lines).hasSize(CampaignState.values().length + 1);
        assertThat(columns).hasSize(CampaignState.values().length + 1);
        for (int row = 1; row < lines.length; row++) {
            String[] cells = lines[row].split(" +");
            CampaignState from = CampaignState.ofWord(cells[0]);
            for (int column = 1; column < columns.length; column++) {
                CampaignState to = CampaignState.ofWord(columns[column]);
                assertThat(from.mayBecome(to)).as("%s to %s", from, to).isEqualTo(cells[column].equals("yes"));
            }
        }
    }

    @Test
    void shoppers_see_a_campaign_from_its_approval_to_its_archive() {
        assertThat(CampaignState.values())
                .filteredOn(CampaignState::isPublic)
                .extracting(CampaignState::word)
                .containsExactly("scheduled", "live", "paused", "ended", "settled", "cancelled");
    }

    @Test
    void an_id_is_a_tsid_in_upper_case() {
        assertThat(Campaign.isId("0QSXG0CXGB7AV")).isTrue();
        for (String wrong : new String[] {
            "", "0QSXG0CXGB7A", "0QSXG0CXGB7AVV", "0qsxg0cxgb7av", "0QSXG0CXGB7AU", "GQSXG0CXGB7AV", "0QSXG0CXGB7A\n"
        }) {
            assertThat(Campaign.isId(wrong)).as("<%s>", wrong).isFalse();
        }
    }
}
