@org.jspecify.annotations.NullMarked
package tradecounter.loadtest;
