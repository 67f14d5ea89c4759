package dev.belfry.dialects.superoffice;

import java.util.List;
import java.util.stream.Stream;

/** The names of events that the vendor documents (section 7.1). */
final class Catalogue {

  private static final List<String> ALL_THREE =
      List.of(
          "activity",
          "associate",
          "contact",
          "document",
          "person",
          "project",
          "projectmember",
          "relation",
          "sale",
          "salestakeholder");

  private static final List<String> OTHERS =
      List.of(
          "chatsession.created",
          "chatsession.changed",
          "chatsession.message",
          "contact.softdeleted",
          "document.edited",
          "person.softdeleted",
          "person.consented",
          "person.unconsented",
          "quote.approved",
          "quote.rejected",
          "quote.sent",
          "quote.ordered",
          "sale.sold",
          "sale.lost",
          "sale.completed",
          "ticket.created",
          "ticket.changed");

  private static final List<String> LISTS =
      List.of(
          "amountclass",
          "associate",
          "business",
          "category",
          "comptr",
          "consentpurpose",
          "consentsource",
          "contint",
          "country",
          "credited",
          "currency",
          "deliveryterms",
          "deliverytype",
          "doctmpl",
          "ejcategory",
          "extapp",
          "intent",
          "legalbase",
          "mrmrs",
          "paymentterms",
          "paymenttype",
          "persint",
          "perspos",
          "pmembtype",
          "pricelist",
          "priceunit",
          "priority",
          "prob",
          "productcategory",
          "productfamily",
          "producttype",
          "projstatus",
          "projtype",
          "quoteapprreason",
          "quotedenyreason",
          "reason",
          "reasonsold",
          "reasonstalled",
          "rejectreason",
          "relationdefinition",
          "saletype",
          "saletypecat",
          "saletypestagelink",
          "salutation",
          "searchcat",
          "source",
          "stakeholderrole",
          "subscriptionunit",
          "tags",
          "task",
          "taskmenu",
          "ticketpriority",
          "ticketstatus",
          "tickettype",
          "udlist",
          "udlistdefinition",
          "usergroup");

  private Catalogue() {}

  /** Those with a fixed name, in order. */
  static List<String> fixed() {
    return Stream.concat(
            ALL_THREE.stream()
                .flatMap(entity ->
                    Stream.of(entity + ".created", entity + ".changed", entity + ".deleted")),
            OTHERS.stream())
        .sorted()
        .toList();
  }

  /** The same and those of lists. */
  static List<String> events() {
    return Stream.concat(
            fixed().stream(),
            LISTS.stream()
                .map(list -> "list." + list)
                .flatMap(
                    list -> Stream.of(list + ".created", list + ".changed", list + ".softdeleted")))
        .toList();
  }

  static List<String> entities() {
    return events().stream().map(EventNames::entity).distinct().toList();
  }
}
