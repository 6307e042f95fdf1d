"""The desk's side of the wire: transport, client, pusher, puller, engine, scheduler. Nothing here draws or stores."""
