package dev.belfry.dialects.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A receiver in code, to which all that is sent goes; keeps what it got. */
public final class CodedReceiver implements Sender {

  public final List<OutgoingRequest> received = Collections.synchronizedList(new ArrayList<>());

  /** How it answers; may be changed at any time. */
  public volatile Function<OutgoingRequest, Answer> answers = _ -> answer(200, "");

  public static Answer answer(int status, String body) {
    return new Answer.Answered(status, List.of(), body.getBytes(UTF_8), false);
  }

  @Override
  public Answer send(OutgoingRequest request) {
    received.add(request);
    return answers.apply(request);
  }

  @Override
  public void close() {}
}
