@org.jspecify.annotations.NullMarked
package tradecounter.engine;
