"""What stands between the network and the page: who may send what, how much of it, and for how long.

- `connection` bounds how many connections there are and how long a request may take to arrive.
- `route` lists what is open; everything else is closed.
- `limit` bounds the size of a request, how many wait, and how often one client may ask.
- `error_page` tells people of errors as a page, and programs as JSON.
- `header` drops headers that strangers forge, and tells browsers what a page of this server may do.
- `failure` logs where a request failed, and nothing of what was sent.
- `server` puts them in this order before an application, and serves it.

Nothing here knows what is asked or answered.
"""
