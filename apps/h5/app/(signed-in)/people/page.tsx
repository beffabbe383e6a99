import { People } from '../../../parts/people.tsx';

export default People;
