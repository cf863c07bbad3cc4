package tradecounter.storefront.stream;

/** Why a client has to forget what it was told of its category. */
enum Reset {
  /** What has changed since its last event is remembered no more. */
  TOO_OLD("too-old"),
  /** Its last event is not of this log, or of a part that this node does not get to see. */
  OTHER_LOG("other-log"),
  /** More items of its category have changed than are kept for one client. */
  OVERFLOW("overflow"),
  /**
   * Something has changed that answers of many items rest on, or the {@link
   * Viewpoint#circumstances}: any of the category may differ.
   */
  MANY_CHANGED("many-changed");

  private final String code;

  Reset(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
