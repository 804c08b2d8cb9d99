// What the search page uses of MiniSearch: the class.
import MiniSearch from 'minisearch';

export default MiniSearch;
