-- Sends the requests of a file, in the file's order and round again; prints one line of JSON at the end.
-- Arguments: the file (a request a line: target, tab, value of Accept), and the first number to put behind the
-- targets so that no request is sent twice, or "-" to send them as they are.

local heads, tails, at, number = {}, {}, 0, nil

function init(args)
  number = tonumber(args[2])
  for line in io.lines(args[1]) do
    local target, accept = line:match("^(.-)\t(.*)$")
    heads[#heads + 1] = "GET " .. target
    tails[#tails + 1] = " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
      .. "\r\nAccept: " .. accept .. "\r\n\r\n"
  end
  assert(#heads > 0, "no request in " .. args[1])
end

function request()
  at = at % #heads + 1
  if not number then
    return heads[at] .. tails[at]
  end
  number = number + 1
  return heads[at] .. string.format("%.0f", number) .. tails[at]
end

function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.6f, "p95": %.6f, "p99": %.6f,'
      .. ' "refused": %d, "broken": %d, "late": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e6, latency:percentile(95) / 1e6, latency:percentile(99) / 1e6,
    failed.status, failed.connect + failed.read + failed.write, failed.timeout))
end
