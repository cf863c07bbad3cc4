package tradecounter.feed;

import java.util.List;

/**
 * What became of the events of one post.
 *
 * @param accepted those that were taken. Contract prices are judged beside others when they are
 *     written down, maybe by another node, which no post waits for: one that contradicts another is
 *     counted here and becomes a dead letter then
 * @param errors the first of the refused ones, by index
 * @param errorsOmitted how many refused ones are not listed
 */
public record FeedReceipt(
    long accepted,
    long duplicate,
    long superseded,
    long refused,
    List<Refusal> errors,
    long errorsOmitted) {

  /** One refused event; {@code index} counts from 0. */
  public record Refusal(long index, String id, String code, String detail, String pointer) {}
}
