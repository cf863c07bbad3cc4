package tradecounter.edi;

import java.util.HashMap;
import java.util.Map;

/**
 * The nesting of the transactions of a feed: what is built in, and what its file says otherwise.
 * Immutable, any thread.
 */
final class Grammars {
  private static final String PARTY = "N1(N2, N3, N4, REF, PER)";

  private static final String X12_ORDER_HEADER =
      "CUR, REF, PER, TAX, FOB, CTP, SAC(CUR), ITD, DTM, PWK, TD5, TXI, N9(DTM, MSG), " + PARTY;

  private static final String X12_ORDER_LINE =
      "PID(MEA), CTP(CUR), PO3, MEA, PWK, PO4, REF, PER, SAC(CUR), ITD, DTM, TD1, TD5, TD3, TXI, "
          + "MSG, SLN(PID), QTY(MEA), SCH(DTM, REF), N9(DTM, MSG), "
          + PARTY;

  private static final String X12_ACKNOWLEDGED = "ACK(DTM)";

  private static final String EDIFACT_PARTY = "NAD(LOC, RFF(DTM), DOC(DTM), CTA(COM), FII, STS)";

  private static final Map<Standard, Map<String, Grammar>> BUILT_IN =
      Map.of(
          Standard.X12,
          parsed(
              Map.ofEntries(
                  Map.entry(
                      "832",
                      "BCT!, REF, DTM, CUR, PER, CTB, ITD, "
                          + PARTY
                          + ", LIN*(REF, DTM, CTB, PID(MEA), MEA, PKG, TD4, TD5, PO4, PER, SLN(PID), "
                          + "G53, G39(G43), CTP(CUR, DTM, SAC), SAC, PKL(CTP, PO4), LDT(DTM), "
                          + PARTY
                          + "), CTT"),
                  Map.entry(
                      "846",
                      "BIA!, CUR, REF, PER, DTM, "
                          + PARTY
                          + ", LIN*(PID, MEA, PKG, DTM, CTP(CUR), CUR, SAC, REF, PER, IT8, CSH, "
                          + "SLN(PID), QTY(MEA, UIT, LDT, DTM, SCH), SCH(DTM), "
                          + PARTY
                          + "), CTT"),
                  Map.entry(
                      "850",
                      "BEG!, " + X12_ORDER_HEADER + ", PO1*(" + X12_ORDER_LINE + "), CTT(AMT)"),
                  Map.entry(
                      "855",
                      "BAK!, "
                          + X12_ORDER_HEADER
                          + ", PO1*("
                          + X12_ORDER_LINE
                          + ", "
                          + X12_ACKNOWLEDGED
                          + "), CTT(AMT)"),
                  Map.entry(
                      "856",
                      "BSN!, DTM, HL!*[1,2](LIN, SN1, SLN(PID), PRF, PO4, PID, MEA, PWK, PKG, TD1, "
                          + "TD5, TD3, TD4, TSD, REF, PER, CLD(REF), MAN, DTM, FOB, PAL, "
                          + "N1(N2, N3, N4, REF, PER, FOB), SDQ, ETD, CUR, SAC(CUR)), CTT"),
                  Map.entry(
                      "860",
                      "BCH!, " + X12_ORDER_HEADER + ", POC*(" + X12_ORDER_LINE + "), CTT(AMT)"),
                  Map.entry(
                      "865",
                      "BCA!, "
                          + X12_ORDER_HEADER
                          + ", POC*("
                          + X12_ORDER_LINE
                          + ", "
                          + X12_ACKNOWLEDGED
                          + "), CTT(AMT)"),
                  Map.entry("997", "AK1!, AK2(AK3(AK4), AK5!), AK9!"),
                  Map.entry("999", "AK1!, AK2(IK3(CTX, IK4(CTX)), IK5!), AK9!"))),
          Standard.EDIFACT,
          parsed(
              Map.of(
                  "INVRPT",
                  "BGM!, DTM, RFF(DTM), CUX, "
                      + EDIFACT_PARTY
                      + ", LIN*(PIA, IMD, ALI, MEA, DTM, FTX, RFF(DTM), "
                      + "QTY(LOC, GIN, DTM, STS, PRI, RFF(DTM), NAD), "
                      + "INV(QTY, LOC, DTM, STS, PRI, CPS), PRI(CUX, DTM), NAD(LOC), CPS), CNT, UNS",
                  "PRICAT",
                  "BGM!, DTM, ALI, FTX, RFF(DTM), CUX(DTM), TAX, PAT(DTM), TDT, TOD(LOC), "
                      + EDIFACT_PARTY
                      + ", PGI(DTM, QTY, ALI, FTX, PRI(CUX, APR, RNG, DTM), ALC, LIN*("
                      + priceLine()
                      + ")), LIN*("
                      + priceLine()
                      + "), CNT, UNS",
                  "ORDRSP",
                  "BGM!, DTM, PAI, ALI, IMD, FTX, RFF(DTM), AJT(FTX), TAX, CUX(DTM), PAT(DTM), TDT(LOC), "
                      + "TOD(LOC), PAC, "
                      + EDIFACT_PARTY
                      + ", LIN*(PIA, IMD, MEA, QTY, PCD, ALI, DTM, MOA, GIN, GIR, QVR, DOC, PAI, "
                      + "FTX, PRI(CUX, APR, RNG, DTM), RFF(DTM), PAC, LOC(QTY, DTM), TAX, "
                      + "NAD(LOC, RFF, CTA), ALC, TDT(LOC), TOD, SCC(FTX, RFF, QTY(DTM))), "
                      + "UNS, MOA, CNT, ALC",
                  "DESADV",
                  "BGM!, DTM, ALI, MEA, MOA, RFF(DTM), "
                      + EDIFACT_PARTY
                      + ", TOD(LOC, FTX), TDT(LOC), EQD(MEA, SEL), "
                      + "CPS[1,2](FTX, PAC(MEA, QTY, HAN, PCI(RFF, DTM, GIR, GIN)), "
                      + "LIN*(PIA, IMD, MEA, QTY, ALI, GIN, GIR, DLM, DTM, FTX, MOA, "
                      + "RFF(DTM), LOC(NAD, DTM, QTY), PCI(DTM, MEA, QTY, GIN), QVR(DTM))), CNT",
                  "CONTRL",
                  "UCI!, UCF(UCM(UCS(UCD))), UCM(UCS(UCD))")));

  private final Map<String, Grammar> grammars;

  private Grammars(Map<String, Grammar> grammars) {
    this.grammars = Map.copyOf(grammars);
  }

  private static String priceLine() {
    return "PIA, IMD, MEA, QTY, HAN, ALI, DTM, RFF, FTX, LOC, TAX, CUX, PAC, "
        + "PRI(CUX, APR, RNG, DTM), ALC, NAD";
  }

  private static Map<String, Grammar> parsed(Map<String, String> texts) {
    Map<String, Grammar> parsed = new HashMap<>();
    texts.forEach((type, text) -> parsed.put(type, Grammar.parse(text)));
    return parsed;
  }

  /**
   * Those of a feed.
   *
   * @param loops by type of transaction, over or beside those that are built in
   * @throws IllegalArgumentException if one is none; names its key
   */
  static Grammars of(Standard standard, Map<String, String> loops) {
    Map<String, Grammar> grammars = new HashMap<>(BUILT_IN.getOrDefault(standard, Map.of()));
    loops.forEach(
        (type, text) -> {
          try {
            grammars.put(type, Grammar.parse(text));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("loops." + type + ": " + e.getMessage(), e);
          }
        });
    return new Grammars(grammars);
  }

  Grammar get(String type) {
    return grammars.getOrDefault(type, Grammar.FLAT);
  }
}
