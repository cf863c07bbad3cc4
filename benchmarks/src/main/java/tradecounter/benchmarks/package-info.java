@org.jspecify.annotations.NullMarked
package tradecounter.benchmarks;
