package dev.belfry.server.console.page;

import dev.belfry.dialects.Response;
import dev.belfry.server.console.asset.Assets;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Makes HTML of templates, which were compiled with the program. */
public final class Pages {

  private static final String HTML = "text/html; charset=utf-8";

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final Facts facts;
  private final Assets assets;

  public Pages(Facts facts, Assets assets) {
    engine.setTrimControlStructures(true);
    this.facts = facts;
    this.assets = assets;
  }

  public Facts facts() {
    return facts;
  }

  public Assets assets() {
    return assets;
  }

  /** What is around a page. */
  public Frame frame(Visit visit, String title, String here) {
    return new Frame(visit, facts, assets, title, here);
  }

  /**
   * A page, or a part of one.
   *
   * @param template without its ending
   * @param values by the names of its parameters, besides the frame
   */
  public Response show(int status, String template, Frame frame, Map<String, ?> values) {
    var all = new HashMap<String, Object>(values);
    all.put("f", frame);
    return html(status, template, all);
  }

  public Response show(String template, Frame frame, Map<String, ?> values) {
    return show(200, template, frame, values);
  }

  /** A page without anybody signed in. */
  public Response html(int status, String template, Map<String, Object> values) {
    var output = new Utf8ByteOutput();
    engine.render(template + ".jte", values, output);
    var bytes = new ByteArrayOutputStream(output.getContentLength());
    try {
      output.writeTo(bytes::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.of(status, HTML, bytes.toByteArray());
  }
}
