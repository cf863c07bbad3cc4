package tradecounter.audit;

import java.util.List;

/**
 * Something that one look at the rows shows to be wrong.
 *
 * @param subject what it is about; one finding of a kind for each
 * @param about the document, hold or item that a repair starts with
 * @param order empty if it is about none
 * @param fingerprint of all rows that were compared: seen again with the same, they have not moved
 * @param repairable whether the proposal can be carried out here
 * @param targetOrders what its target has of it, if that is what it is about
 */
record Sighting(
    FindingKind kind,
    String subject,
    String about,
    String order,
    String detail,
    String fingerprint,
    boolean repairable,
    List<String> targetOrders) {

  Sighting {
    targetOrders = List.copyOf(targetOrders);
  }

  static Sighting of(
      FindingKind kind,
      String subject,
      String about,
      String order,
      String detail,
      String fingerprint,
      boolean repairable) {
    return new Sighting(kind, subject, about, order, detail, fingerprint, repairable, List.of());
  }
}
