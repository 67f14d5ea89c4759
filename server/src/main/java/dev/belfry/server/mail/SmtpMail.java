package dev.belfry.server.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail by SMTP: one connection a mail, at most 10 s for each step of it. */
public final class SmtpMail {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpMail.class);
  private static final String LIMIT_MILLIS = "10000";

  private final Session session;
  private final @Nullable String user;
  private final @Nullable String password;
  private final String from;

  /**
   * Does not connect yet.
   *
   * @param tls from the first byte; else it begins when the server offers it, and must begin before
   *     credentials are shown
   * @param user null for none
   * @param password null for none
   * @param from the sender's address
   */
  public SmtpMail(
      boolean tls,
      String host,
      int port,
      @Nullable String user,
      @Nullable String password,
      String from) {
    this.user = user;
    this.password = password;
    this.from = from;
    var properties = new Properties();
    properties.setProperty("mail.smtp.host", host);
    properties.setProperty("mail.smtp.port", String.valueOf(port));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(tls));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.starttls.enable", "true");
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(!tls && user != null));
    properties.setProperty("mail.smtp.auth", String.valueOf(user != null));
    properties.setProperty("mail.smtp.connectiontimeout", LIMIT_MILLIS);
    properties.setProperty("mail.smtp.timeout", LIMIT_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", LIMIT_MILLIS);
    session = Session.getInstance(properties);
  }

  /**
   * Sends one, and waits for it; a failure is logged without the text and without credentials.
   *
   * @return whether the server took it
   */
  public boolean send(List<String> to, String subject, String text) {
    try {
      var message = new MimeMessage(session);
      message.setFrom(new InternetAddress(from));
      for (var one : to) {
        message.addRecipient(Message.RecipientType.TO, new InternetAddress(one, true));
      }
      message.setSubject(subject, "UTF-8");
      message.setText(text, "UTF-8");
      message.setHeader("Auto-Submitted", "auto-generated");
      Transport.send(message, user, password);
      return true;
    } catch (MessagingException e) {
      LOG.warn("a mail was not sent: {}", e.getClass().getSimpleName());
      return false;
    }
  }
}
