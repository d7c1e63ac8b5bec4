package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarXzTest {
    @TempDir
    Path home;

    private Path root;

    @BeforeEach
    void make_the_target() throws IOException {
        root = Files.createDirectory(home.resolve("target"));
    }

    @Test
    void files_links_and_executable_bits_are_kept() throws Exception {
        TarXz.unpack(archive(file("bin/server", 0755), link("lib/so", "so.1"), file("lib/so.1", 0644)), root);

        assertThat(root.resolve("bin/server")).hasContent("content").isExecutable();
        assertThat(Files.isExecutable(root.resolve("lib/so.1"))).isFalse();
        assertThat(Files.readSymbolicLink(root.resolve("lib/so"))).isEqualTo(Path.of("so.1"));
    }

    @Test
    void an_entry_above_the_directory_is_refused() throws Exception {
        InputStream archive = archive(file("../evil", 0644));
        assertThatThrownBy(() -> TarXz.unpack(archive, root)).hasMessageContaining("leads out");
        assertThat(home.resolve("evil")).doesNotExist();
    }

    @Test
    void an_absolute_entry_is_refused() throws Exception {
        TarArchiveEntry entry = new TarArchiveEntry(home.resolve("evil").toString(), true);
        InputStream archive = archive(entry);
        assertThatThrownBy(() -> TarXz.unpack(archive, root)).hasMessageContaining("leads out");
    }

    @Test
    void a_link_out_of_the_directory_is_refused() throws Exception {
        InputStream archive = archive(link("lib/out", "../../"));
        assertThatThrownBy(() -> TarXz.unpack(archive, root)).hasMessageContaining("leads out");
    }

    @Test
    void a_file_behind_a_link_that_was_there_before_is_refused() throws Exception {
        Files.createSymbolicLink(root.resolve("lib"), home);
        InputStream archive = archive(file("lib/evil", 0644));
        assertThatThrownBy(() -> TarXz.unpack(archive, root)).hasMessageContaining("leads out");
        assertThat(home.resolve("evil")).doesNotExist();
    }

    @Test
    void a_device_is_refused() throws Exception {
        InputStream archive = archive(new TarArchiveEntry("null", TarConstants.LF_CHR));
        assertThatThrownBy(() -> TarXz.unpack(archive, root)).hasMessageContaining("not a file");
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static InputStream archive(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (TarArchiveEntry entry : entries) {
                byte[] content = entry.isFile() ? "content".getBytes(StandardCharsets.UTF_8) : new byte[0];
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
