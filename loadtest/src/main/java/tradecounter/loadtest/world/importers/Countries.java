package tradecounter.loadtest.world.importers;

import java.util.Map;

/** Country names of the data sets as ISO 3166 codes, as a code table in an ERP has them. */
final class Countries {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("Argentina", "AR"),
          Map.entry("Australia", "AU"),
          Map.entry("Austria", "AT"),
          Map.entry("Bahrain", "BH"),
          Map.entry("Belgium", "BE"),
          Map.entry("Brazil", "BR"),
          Map.entry("Canada", "CA"),
          Map.entry("Cyprus", "CY"),
          Map.entry("Czech Republic", "CZ"),
          Map.entry("Denmark", "DK"),
          Map.entry("Finland", "FI"),
          Map.entry("France", "FR"),
          Map.entry("Germany", "DE"),
          Map.entry("Greece", "GR"),
          Map.entry("Hong Kong", "HK"),
          Map.entry("Iceland", "IS"),
          Map.entry("Ireland", "IE"),
          Map.entry("Israel", "IL"),
          Map.entry("Italy", "IT"),
          Map.entry("Japan", "JP"),
          Map.entry("Lebanon", "LB"),
          Map.entry("Lithuania", "LT"),
          Map.entry("Malta", "MT"),
          Map.entry("Mexico", "MX"),
          Map.entry("Netherlands", "NL"),
          Map.entry("Norway", "NO"),
          Map.entry("Poland", "PL"),
          Map.entry("Portugal", "PT"),
          Map.entry("Saudi Arabia", "SA"),
          Map.entry("Singapore", "SG"),
          Map.entry("Spain", "ES"),
          Map.entry("Sweden", "SE"),
          Map.entry("Switzerland", "CH"),
          Map.entry("UK", "GB"),
          Map.entry("USA", "US"),
          Map.entry("United Arab Emirates", "AE"),
          Map.entry("United Kingdom", "GB"),
          Map.entry("Venezuela", "VE"));

  private Countries() {}

  /** The code, or what is no country, such as "Unspecified", as it stands. */
  static String code(String name) {
    return CODES.getOrDefault(name, name);
  }
}
