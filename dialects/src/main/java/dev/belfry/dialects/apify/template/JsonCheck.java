package dev.belfry.dialects.apify.template;

import java.util.BitSet;

/**
 * Whether characters are the beginning of JSON, found one by one: what was checked need not be
 * checked again when the text behind it changes.
 */
final class JsonCheck {

  private enum State {
    VALUE,
    FIRST_NAME,
    NAME,
    COLON,
    FIRST_ELEMENT,
    AFTER,
    STRING,
    ESCAPE,
    UNICODE,
    MINUS,
    ZERO,
    WHOLE,
    POINT,
    FRACTION,
    POWER,
    SIGN,
    EXPONENT,
    WORD
  }

  private State state = State.VALUE;

  /** For each open container whether it is an object. */
  private final BitSet objects;

  private int depth;

  /** Whether the string that is open is a member's name. */
  private boolean name;

  private int hexDigits;
  private String word = "";
  private int wordAt;

  JsonCheck() {
    objects = new BitSet();
  }

  private JsonCheck(JsonCheck other) {
    state = other.state;
    objects = (BitSet) other.objects.clone();
    depth = other.depth;
    name = other.name;
    hexDigits = other.hexDigits;
    word = other.word;
    wordAt = other.wordAt;
  }

  JsonCheck copy() {
    return new JsonCheck(this);
  }

  /** Whether what was seen is a whole document. */
  boolean isWhole() {
    return depth == 0
        && switch (state) {
          case AFTER, ZERO, WHOLE, FRACTION, EXPONENT -> true;
          default -> false;
        };
  }

  /** Takes one character; false if it cannot stand here. */
  boolean take(char c) {
    return switch (state) {
      case STRING -> string(c);
      case ESCAPE -> escape(c);
      case UNICODE -> unicode(c);
      case MINUS -> c == '0' ? to(State.ZERO) : isDigit(c) && to(State.WHOLE);
      case ZERO -> pointOrPower(c) || end(c);
      case WHOLE -> isDigit(c) || pointOrPower(c) || end(c);
      case POINT -> isDigit(c) && to(State.FRACTION);
      case FRACTION -> isDigit(c) || power(c) || end(c);
      case POWER -> (c == '+' || c == '-') ? to(State.SIGN) : (isDigit(c) && to(State.EXPONENT));
      case SIGN -> isDigit(c) && to(State.EXPONENT);
      case EXPONENT -> isDigit(c) || end(c);
      case WORD -> word(c);
      case VALUE, FIRST_NAME, NAME, COLON, FIRST_ELEMENT, AFTER -> isSpace(c) || structure(c);
    };
  }

  private boolean structure(char c) {
    return switch (state) {
      case FIRST_NAME -> c == '}' ? close(true) : c == '"' && open(true);
      case NAME -> c == '"' && open(true);
      case COLON -> c == ':' && to(State.VALUE);
      case FIRST_ELEMENT -> c == ']' ? close(false) : value(c);
      case VALUE -> value(c);
      default -> after(c);
    };
  }

  private boolean value(char c) {
    return switch (c) {
      case '{' -> push(true, State.FIRST_NAME);
      case '[' -> push(false, State.FIRST_ELEMENT);
      case '"' -> open(false);
      case '-' -> to(State.MINUS);
      case '0' -> to(State.ZERO);
      case 't' -> begin("true");
      case 'f' -> begin("false");
      case 'n' -> begin("null");
      default -> isDigit(c) && to(State.WHOLE);
    };
  }

  private boolean after(char c) {
    if (depth == 0) {
      return false;
    }
    var inObject = objects.get(depth - 1);
    return switch (c) {
      case ',' -> to(inObject ? State.NAME : State.VALUE);
      case '}' -> inObject && close(true);
      case ']' -> !inObject && close(false);
      default -> false;
    };
  }

  private boolean string(char c) {
    if (c == '"') {
      return to(name ? State.COLON : State.AFTER);
    }
    return c == '\\' ? to(State.ESCAPE) : c >= ' ';
  }

  private boolean escape(char c) {
    if (c == 'u') {
      hexDigits = 0;
      return to(State.UNICODE);
    }
    return "\"\\/bfnrt".indexOf(c) >= 0 && to(State.STRING);
  }

  private boolean unicode(char c) {
    if (c >= 128 || Character.digit(c, 16) < 0) {
      return false;
    }
    return ++hexDigits < 4 || to(State.STRING);
  }

  private boolean word(char c) {
    return c == word.charAt(wordAt++) && (wordAt < word.length() || to(State.AFTER));
  }

  private boolean pointOrPower(char c) {
    return c == '.' ? to(State.POINT) : power(c);
  }

  private boolean power(char c) {
    return (c == 'e' || c == 'E') && to(State.POWER);
  }

  /** A number ends with what follows it. */
  private boolean end(char c) {
    if (state == State.ZERO && isDigit(c)) {
      return false;
    }
    state = State.AFTER;
    return isSpace(c) || after(c);
  }

  private boolean open(boolean asName) {
    name = asName;
    return to(State.STRING);
  }

  private boolean begin(String expected) {
    word = expected;
    wordAt = 1;
    return to(State.WORD);
  }

  private boolean push(boolean object, State next) {
    objects.set(depth++, object);
    return to(next);
  }

  private boolean close(boolean object) {
    depth--;
    return objects.get(depth) == object && to(State.AFTER);
  }

  private boolean to(State next) {
    state = next;
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
