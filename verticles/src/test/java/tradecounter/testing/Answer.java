package tradecounter.testing;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;

/** An answer that has been checked against the contract. */
public record Answer(int status, HttpHeaders headers, String text) {
  public JsonObject json() {
    return new JsonObject(text);
  }

  /** The stable name of a problem; empty if it is none. */
  public String code() {
    return json().getString("code", "");
  }

  /** The amount of the money that a field of an answer holds. */
  public static String amount(JsonObject in, String field) {
    return in.getJsonObject(field).getString("amount");
  }
}
