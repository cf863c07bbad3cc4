package tradecounter.forward;

/** What a node has claimed, and may do until its lease runs out. */
sealed interface Assignment {
  Dispatch dispatch();

  /** Under which its answer counts. */
  default long fence() {
    return dispatch().forward().lease().fence();
  }

  /**
   * To be sent; the attempt is on record.
   *
   * @param content the same for each attempt as long as an earlier one may have arrived
   */
  record Send(Dispatch dispatch, ErpAdapter.Content content) implements Assignment {}

  /** To be looked up. */
  record LookUp(Dispatch dispatch) implements Assignment {}
}
