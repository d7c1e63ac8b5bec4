package dev.stampede.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The production classes, read once for all tests, and the rooms that they are in. */
final class House {
    static final String ROOT = "dev.stampede";
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    /** What knows no room and may do any I/O, and where things are put together. */
    static final Set<String> PLUMBING =
            Set.of("Main", "http", "redis", "postgres", "cluster", "telemetry", "embedded", "cli", "boot", "demo");

    private House() {}

    /** The classes in rooms that the predicate names. */
    static Stream<JavaClass> classes(Predicate<String> rooms) {
        return CLASSES.stream().filter(type -> rooms.test(room(type)));
    }

    /** {@code order}; of a single kind {@code kind.*}; of what stands in the root package {@code Main}. */
    static String room(JavaClass type) {
        String name = element(type).getPackageName();
        if (name.equals(ROOT)) {
            return "Main";
        }
        String room = name.substring(ROOT.length() + 1);
        return room.startsWith("kind.") ? "kind.*" : room.replaceFirst("\\..*", "");
    }

    static boolean isOurs(JavaClass type) {
        String name = element(type).getPackageName();
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }

    /** What a class uses, itself and its own nested classes left out. */
    static Stream<Dependency> uses(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(use -> !outermost(use.getTargetClass()).equals(outermost(type)));
    }

    /** The full name of the class whose file it is in. */
    static String outermost(JavaClass type) {
        return element(type).getName().replaceFirst("\\$.*", "");
    }

    static String outermostSimple(JavaClass type) {
        String name = outermost(type);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What an array is made of; any other class itself. */
    static JavaClass element(JavaClass type) {
        return type.isArray() ? type.getBaseComponentType() : type;
    }

    /** One line for a use that is not allowed. */
    static String line(Dependency use) {
        return use.getOriginClass().getName() + " -> " + use.getTargetClass().getName();
    }
}
