package tradecounter.embedded;

import java.nio.file.Path;

/**
 * Where the embedded servers live, and what a user does to have them elsewhere.
 *
 * @param postgresPort 0 for a free one
 * @param kafkaPort 0 for a free one
 * @param redisPort 0 for a free one
 * @param howToChangeFolder such as "set TC_DATA_FOLDER"; ends the message about a folder in use
 * @param howToChangePostgresPort likewise
 * @param howToChangeKafkaPort likewise
 * @param howToChangeRedisPort likewise
 */
public record EmbeddedOptions(
    Path dataFolder,
    int postgresPort,
    int kafkaPort,
    int redisPort,
    String howToChangeFolder,
    String howToChangePostgresPort,
    String howToChangeKafkaPort,
    String howToChangeRedisPort) {

  /** For callers that have no switch to name. */
  public static EmbeddedOptions at(
      Path dataFolder, int postgresPort, int kafkaPort, int redisPort) {
    return new EmbeddedOptions(
        dataFolder,
        postgresPort,
        kafkaPort,
        redisPort,
        "give another one",
        "give another one, or 0 for a free one",
        "give another one, or 0 for a free one",
        "give another one, or 0 for a free one");
  }
}
