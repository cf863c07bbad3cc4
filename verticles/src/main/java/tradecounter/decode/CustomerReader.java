package tradecounter.decode;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Customer.TaxTerms;
import tradecounter.engine.canonical.Day;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Customers. */
final class CustomerReader extends DataReader {
  private static final int MAXIMUM_GROUPS = 1_000;
  private static final int MAXIMUM_LISTS = 1_000;
  private static final int MAXIMUM_EXEMPTIONS = 1_000;

  CustomerReader(JsonCursor in) {
    super(in);
  }

  Customer customer() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String customer;
          String name = "";
          String parent = "";
          List<Customer.GroupMembership> groups = List.of();
          List<String> lists = List.of();
          @Nullable String currency;
          String channel = "";
          PriceStrategy strategy = PriceStrategy.PRIORITY;
          TaxTerms tax = TaxTerms.TAXABLE;
          List<Customer.ShipTo> shipTos = List.of();
          Customer.Credit credit = Customer.Credit.UNLIMITED;
          boolean shipComplete;
          Customer.Status status = Customer.Status.ACTIVE;
        };
    in.object(
        field -> {
          switch (field) {
            case "customer" -> it.customer = in.key();
            case "name" -> it.name = in.text();
            case "parent" -> it.parent = in.key();
            case "groups" -> it.groups = in.array(MAXIMUM_GROUPS, this::group);
            case "lists" -> it.lists = List.copyOf(set(MAXIMUM_LISTS, in::key));
            case "currency" -> it.currency = in.currency();
            case "channel" -> it.channel = in.key();
            case "priceStrategy" -> it.strategy = in.name(PriceStrategy.class);
            case "terms" -> it.credit = credit();
            case "tax" -> it.tax = tax();
            case "shipTos" -> it.shipTos = in.array(this::shipTo);
            case "shipComplete" -> it.shipComplete = in.flag();
            case "status" -> it.status = status();
            default -> in.unknown(field);
          }
        });
    return new Customer(
        required("customer", it.customer),
        it.name,
        it.parent,
        it.groups,
        it.lists,
        required("currency", it.currency),
        it.channel,
        it.strategy,
        it.tax,
        it.shipTos,
        it.shipComplete,
        it.credit,
        it.status);
  }

  /** The source's own word; only one of them means something here. */
  private Customer.Status status() throws IOException, RefusalException {
    return in.key().equals(Customer.Status.BLOCKED.name())
        ? Customer.Status.BLOCKED
        : Customer.Status.ACTIVE;
  }

  private Customer.GroupMembership group() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String group;
          @Nullable Integer priority;
        };
    in.object(
        field -> {
          switch (field) {
            case "group" -> it.group = in.key();
            case "priority" -> it.priority = priority();
            default -> in.unknown(field);
          }
        });
    return new Customer.GroupMembership(
        required("group", it.group), required("priority", it.priority));
  }

  private Customer.Credit credit() throws IOException, RefusalException {
    var it =
        new Object() {
          String paymentTerms = "";
          long limit = Customer.Credit.NO_LIMIT;
          long openBalance;
          boolean blocked;
        };
    in.object(
        field -> {
          switch (field) {
            case "paymentTerms" -> it.paymentTerms = in.key();
            case "creditLimit" -> it.limit = in.decimalFromZero();
            case "openBalance" -> it.openBalance = in.decimal();
            case "blocked" -> it.blocked = in.flag();
            default -> in.unknown(field);
          }
        });
    return new Customer.Credit(it.paymentTerms, it.limit, it.openBalance, it.blocked);
  }

  private TaxTerms tax() throws IOException, RefusalException {
    var it =
        new Object() {
          Customer.TaxStatus status = Customer.TaxStatus.TAXABLE;
          List<Customer.Exemption> exemptions = List.of();
        };
    in.object(
        field -> {
          switch (field) {
            case "status" -> it.status = in.name(Customer.TaxStatus.class);
            case "exemptions" -> it.exemptions = in.array(MAXIMUM_EXEMPTIONS, this::exemption);
            default -> in.unknown(field);
          }
        });
    return new TaxTerms(it.status, it.exemptions);
  }

  private Customer.Exemption exemption() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String jurisdiction;
          String certificate = "";
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "jurisdiction" -> it.jurisdiction = in.key();
            case "certificate" -> it.certificate = in.key();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    return new Customer.Exemption(
        required("jurisdiction", it.jurisdiction), it.certificate, it.validFromDay, it.validToDay);
  }

  private Customer.ShipTo shipTo() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String shipTo;
          String region = "";
          String country = "";
          String postalCode = "";
          String jurisdiction = "";
        };
    in.object(
        field -> {
          switch (field) {
            case "shipTo" -> it.shipTo = in.key();
            case "region" -> it.region = in.key();
            case "country" -> it.country = country();
            case "postalCode" -> it.postalCode = in.key();
            case "jurisdiction" -> it.jurisdiction = in.key();
            default -> in.unknown(field);
          }
        });
    return new Customer.ShipTo(
        required("shipTo", it.shipTo), it.region, it.country, it.postalCode, it.jurisdiction);
  }

  private String country() throws IOException, RefusalException {
    String code = in.text(2, 2);
    if (!code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw in.wrong("must be a country code of two capital letters");
    }
    return code;
  }
}
