@org.jspecify.annotations.NullMarked
package tradecounter.embedded;
