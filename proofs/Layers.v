(** The backward rules of the dense layer and of the activations. *)

From Coq Require Import Reals List Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From nnbook Require Import Gradient.
Open Scope R_scope.

(** * The dense layer: every row of the batch X becomes X W + b *)

Definition dense (d : nat) (X W : nat * nat -> R) (b : nat -> R) : nat * nat -> R :=
  fun '(i, j) => \sum_(k < d) X (i, k) * W (k, j) + b j.

(** [nn.Dense] $dX = gW^\top$ *)
Theorem dense_input : forall (n d m : nat) (X W : nat * nat -> R) (b : nat -> R)
    (C : (nat * nat -> R) -> R)
    (g : nat * nat -> R),
  gradient (grid n m) C (dense d X W b) g ->
  gradient (grid n d) (fun X => C (dense d X W b)) X
    (fun '(i, k) => \sum_(j < m) g (i, j) * W (k, j)).
Proof.
  intros n d m X W b C g outer.
  apply backward with (o := grid n m) (D := fun '(i, j) h => \sum_(k < d) h (i, k) * W (k, j)) (g := g); [easy| |].
  - intros (i, j) inside; apply in_grid in inside; simpl.
    apply differential_by with (D := fun h => \sum_(k < d) h (i, k) * W (k, j) + 0); [|intros; ring].
    apply differential_plus; [|apply differential_const].
    apply (differential_total (grid n d) (axis d) (fun X k => X (i, k) * W (k, j)) X (fun k h => h (i, k) * W (k, j))).
    intros k kin; apply in_axis in kin.
    apply differential_scale_right, differential_coordinate, in_grid; lia.
  - intros h; rewrite !total_grid; apply total_axis_ext; intros i _; symmetry.
    rewrite <- (transpose (axis d) (axis m) (fun j => g (i, j)) (fun j k => W (k, j)) (fun k => h (i, k))).
    apply total_ext; intros j _; f_equal; apply total_ext; intros; ring.
Qed.

(** [nn.Dense] $dW = X^\top g$ *)
(** [eq:calculus-outer]
    $$
    \frac{\partial C_0}{\partial W^{(l)}} = \bigl(a^{(l-1)}\bigr)^\top \delta^{(l)},
    \qquad
    \frac{\partial C_0}{\partial b^{(l)}} = \delta^{(l)}
    $$ *)
(** [eq:calculus-batch]
    $$
    \Delta^{(L)} = \sigma'\bigl(Z^{(L)}\bigr) \odot \frac{2}{n} \bigl(A^{(L)} - Y\bigr),
    \qquad
    \frac{\partial C}{\partial W^{(l)}} = \bigl(A^{(l-1)}\bigr)^\top \Delta^{(l)},
    \qquad
    \frac{\partial C}{\partial b^{(l)}} = \sum_{i=1}^{n} \Delta^{(l)}_i
    $$ *)
Theorem dense_weights : forall (n d m : nat) (X W : nat * nat -> R) (b : nat -> R)
    (C : (nat * nat -> R) -> R)
    (g : nat * nat -> R),
  gradient (grid n m) C (dense d X W b) g ->
  gradient (grid d m) (fun W => C (dense d X W b)) W
    (fun '(k, j) => \sum_(i < n) X (i, k) * g (i, j)).
Proof.
  intros n d m X W b C g outer.
  apply backward with (o := grid n m) (D := fun '(i, j) h => \sum_(k < d) X (i, k) * h (k, j)) (g := g); [easy| |].
  - intros (i, j) inside; apply in_grid in inside; simpl.
    apply differential_by with (D := fun h => \sum_(k < d) X (i, k) * h (k, j) + 0); [|intros; ring].
    apply differential_plus; [|apply differential_const].
    apply (differential_total (grid d m) (axis d) (fun W k => X (i, k) * W (k, j)) W (fun k h => X (i, k) * h (k, j))).
    intros k kin; apply in_axis in kin.
    apply differential_scale, differential_coordinate, in_grid; lia.
  - intros h; rewrite !total_grid.
    rewrite (total_swap (axis d) (axis m)), (total_swap (axis n) (axis m)).
    apply total_axis_ext; intros j _.
    rewrite (transpose (axis d) (axis n) (fun i => g (i, j)) (fun i k => X (i, k)) (fun k => h (k, j))).
    apply total_ext; intros k _; f_equal; apply total_ext; intros; ring.
Qed.

(** [nn.Dense] $db = \sum_n g_n$ *)
(** [eq:calculus-outer]
    $$
    \frac{\partial C_0}{\partial W^{(l)}} = \bigl(a^{(l-1)}\bigr)^\top \delta^{(l)},
    \qquad
    \frac{\partial C_0}{\partial b^{(l)}} = \delta^{(l)}
    $$ *)
(** [eq:calculus-batch]
    $$
    \Delta^{(L)} = \sigma'\bigl(Z^{(L)}\bigr) \odot \frac{2}{n} \bigl(A^{(L)} - Y\bigr),
    \qquad
    \frac{\partial C}{\partial W^{(l)}} = \bigl(A^{(l-1)}\bigr)^\top \Delta^{(l)},
    \qquad
    \frac{\partial C}{\partial b^{(l)}} = \sum_{i=1}^{n} \Delta^{(l)}_i
    $$ *)
Theorem dense_bias : forall (n d m : nat) (X W : nat * nat -> R) (b : nat -> R)
    (C : (nat * nat -> R) -> R)
    (g : nat * nat -> R),
  gradient (grid n m) C (dense d X W b) g ->
  gradient (axis m) (fun b => C (dense d X W b)) b (fun j => \sum_(i < n) g (i, j)).
Proof.
  intros n d m X W b C g outer.
  apply backward with (o := grid n m) (D := fun '(i, j) h => h j) (g := g); [easy| |].
  - intros (i, j) inside; apply in_grid in inside; simpl.
    apply differential_by with (D := fun h => 0 + h j); [|intros; ring].
    apply differential_plus; [apply differential_const|].
    apply differential_coordinate, in_axis; lia.
  - intros h; rewrite total_grid, total_swap; apply total_ext; intros j _; apply total_scale_right.
Qed.

(** * Activations that work entry by entry *)

Definition each {I : Type} (f : R -> R) (x : I -> R) : I -> R := fun i => f (x i).

Lemma each_backward {I : Type} (s : list I) (f : R -> R) (slope x : I -> R) C g :
  (forall i, In i s -> is_derive f (x i) (slope i)) -> gradient s C (each f x) g ->
  gradient s (fun x => C (each f x)) x (fun i => g i * slope i).
Proof.
  intros inner outer.
  apply backward with (o := s) (D := fun i h => slope i * h i) (g := g); [easy| |].
  - intros i inside; apply differential_apply; auto; now apply differential_coordinate.
  - intros h; apply total_ext; intros; ring.
Qed.

Definition sigmoid (z : R) : R := 1 / (1 + exp (- z)).

(** [eq:activations-sigmoid-derivative] $$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr)$$ *)
Theorem sigmoid_derivative : forall z : R,
  is_derive sigmoid z (sigmoid z * (1 - sigmoid z)).
Proof.
  intros z; unfold sigmoid; pose proof (exp_pos (- z)).
  auto_derive; [lra|field; lra].
Qed.

Theorem sigmoid_layer : forall (I : Type) (s : list I) (x : I -> R)
    (C : (I -> R) -> R) (g : I -> R),
  gradient s C (each sigmoid x) g ->
  gradient s (fun x => C (each sigmoid x)) x
    (fun i => g i * sigmoid (x i) * (1 - sigmoid (x i))).
Proof.
  intros I s x C g outer; eapply gradient_ext.
  - apply each_backward with (slope := fun i => sigmoid (x i) * (1 - sigmoid (x i))); [|exact outer].
    intros; apply sigmoid_derivative.
  - intros; simpl; ring.
Qed.

(** The tanh of the library is that of the page. *)
(** [eq:activations-tanh] $$\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}$$ *)
Theorem tanh_value : forall z : R,
  tanh z = (exp z - exp (- z)) / (exp z + exp (- z)).
Proof.
  intros z; unfold tanh, sinh, cosh; pose proof (exp_pos z); pose proof (exp_pos (- z)).
  field; lra.
Qed.

(** [eq:activations-tanh-derivative] $$\tanh'(z) = 1 - \tanh^2(z)$$ *)
Theorem tanh_derivative : forall z : R, is_derive tanh z (1 - tanh z ^ 2).
Proof.
  intros z; unfold tanh, sinh, cosh; pose proof (exp_pos z); pose proof (exp_pos (- z)).
  auto_derive; [lra|field; lra].
Qed.

Theorem tanh_layer : forall (I : Type) (s : list I) (x : I -> R) (C : (I -> R) -> R)
    (g : I -> R),
  gradient s C (each tanh x) g ->
  gradient s (fun x => C (each tanh x)) x (fun i => g i * (1 - tanh (x i) ^ 2)).
Proof.
  intros I s x C g outer; apply each_backward with (slope := fun i => 1 - tanh (x i) ^ 2); auto.
  intros; apply tanh_derivative.
Qed.

Definition relu (z : R) : R := Rmax 0 z.

Lemma derive_near (f f' : R -> R) z l d : 0 < d -> (forall t, Rabs (t - z) < d -> f' t = f t) ->
  is_derive f' z l -> is_derive f z l.
Proof.
  intros pos same; apply is_derive_ext_loc; exists (mkposreal d pos); intros t close; now apply same.
Qed.

(** [eq:activations-relu-derivative]
    $$
    \operatorname{relu}'(z) = \begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{if } z \le 0 \end{cases}
    $$ *)
Theorem relu_derivative : forall z : R, z <> 0 ->
  is_derive relu z (if Rlt_dec 0 z then 1 else 0).
Proof.
  intros z corner; unfold relu; destruct (Rlt_dec 0 z) as [above|below].
  - apply (derive_near _ (fun t => t) z 1 z above); [|auto_derive; auto].
    intros t close; apply Rabs_def2 in close; now rewrite Rmax_right by lra.
  - apply (derive_near _ (fun _ => 0) z 0 (- z)); [lra| |auto_derive; auto].
    intros t close; apply Rabs_def2 in close; now rewrite Rmax_left by lra.
Qed.

(** [eq:calculus-relu]
    $$
    a = \max(0, z):
    \qquad
    \frac{\partial C}{\partial z_j} = \begin{cases} g_j & \text{if } z_j > 0 \\ 0 & \text{otherwise} \end{cases}
    $$ *)
Theorem relu_layer : forall (I : Type) (s : list I) (x : I -> R) (C : (I -> R) -> R)
    (g : I -> R),
  (forall i, In i s -> x i <> 0) ->
  gradient s C (each relu x) g ->
  gradient s (fun x => C (each relu x)) x
    (fun i => if Rlt_dec 0 (x i) then g i else 0).
Proof.
  intros I s x C g corner outer; eapply gradient_ext.
  - apply each_backward with (slope := fun i => if Rlt_dec 0 (x i) then 1 else 0); [|exact outer].
    intros; now apply relu_derivative, corner.
  - intros i _; simpl; destruct (Rlt_dec 0 (x i)); ring.
Qed.

Definition leaky (alpha z : R) : R := if Rlt_dec 0 z then z else alpha * z.

Theorem leaky_relu_layer : forall (I : Type) (s : list I) (alpha : R) (x : I -> R)
    (C : (I -> R) -> R) (g : I -> R),
  (forall i, In i s -> x i <> 0) ->
  gradient s C (each (leaky alpha) x) g ->
  gradient s (fun x => C (each (leaky alpha) x)) x
    (fun i => g i * (if Rlt_dec 0 (x i) then 1 else alpha)).
Proof.
  intros I s alpha x C g corner outer.
  apply each_backward with (slope := fun i => if Rlt_dec 0 (x i) then 1 else alpha); auto.
  intros i inside; specialize (corner i inside); destruct (Rlt_dec 0 (x i)) as [above|below].
  - apply (derive_near _ (fun t => t) _ 1 (x i) above); [|auto_derive; auto].
    intros t close; apply Rabs_def2 in close; unfold leaky; destruct (Rlt_dec 0 t); lra.
  - apply (derive_near _ (fun t => alpha * t) _ alpha (- x i)); [lra| |auto_derive; auto; ring].
    intros t close; apply Rabs_def2 in close; unfold leaky; destruct (Rlt_dec 0 t); lra.
Qed.

(** * Softmax *)

Definition softmax (k : nat) (z : nat -> R) : nat -> R :=
  fun i => exp (z i) / (\sum_(j < k) exp (z j)).

Lemma exponentials_positive k (z : nat -> R) : (0 < k)%nat -> 0 < \sum_(j < k) exp (z j).
Proof.
  destruct k as [|k]; [lia|]; intros _.
  apply Rlt_le_trans with (exp (z O)); [apply exp_pos|].
  apply (total_term (axis (S k)) (fun j => exp (z j)) O); [intros; left; apply exp_pos|apply in_axis; lia].
Qed.

Lemma softmax_positive k z i : (0 < k)%nat -> 0 < softmax k z i.
Proof. intros; apply Rdiv_lt_0_compat; [apply exp_pos|now apply exponentials_positive]. Qed.

Lemma softmax_adds_to_one k z : (0 < k)%nat -> \sum_(i < k) softmax k z i = 1.
Proof.
  intros pos; pose proof (exponentials_positive k z pos); unfold softmax, Rdiv.
  rewrite (total_scale_right (axis k) _ (fun i => exp (z i))); field; lra.
Qed.

Lemma differential_exponentials k (z : nat -> R) :
  differential (axis k) (fun z => \sum_(j < k) exp (z j)) z (fun h => \sum_(j < k) exp (z j) * h j).
Proof.
  apply (differential_total (axis k) (axis k) (fun z j => exp (z j)) z (fun j h => exp (z j) * h j)).
  intros j inside; apply differential_apply; [|now apply differential_coordinate].
  auto_derive; auto; ring.
Qed.

(** [eq:activations-softmax-jacobian]
    $$
    \frac{\partial p_i}{\partial z_j} = p_i\,(\delta_{ij} - p_j),
    \qquad \delta_{ij} = \begin{cases} 1 & \text{if } i = j \\ 0 & \text{otherwise} \end{cases}
    $$ *)
Theorem softmax_jacobian : forall (k : nat) (z : nat -> R) (i : nat), (i < k)%nat ->
  gradient (axis k) (fun z => softmax k z i) z
    (fun j => softmax k z i * ((if i =? j then 1 else 0) - softmax k z j)).
Proof.
  intros k z i inside; assert (pos : (0 < k)%nat) by lia.
  pose proof (exponentials_positive k z pos) as S.
  eapply gradient_of_differential with (D := fun h =>
    / (\sum_(j < k) exp (z j)) * (exp (z i) * h i)
    + exp (z i) * (- / (\sum_(j < k) exp (z j)) ^ 2 * \sum_(j < k) exp (z j) * h j)).
  - apply (differential_mult (axis k) (fun z => exp (z i)) (fun z => / (total (axis k) (fun j => exp (z j))))
      z (fun h => exp (z i) * h i) (fun h => - / (total (axis k) (fun j => exp (z j))) ^ 2
        * total (axis k) (fun j => exp (z j) * h j))).
    + apply differential_apply; [auto_derive; auto; ring|now apply differential_coordinate, in_axis].
    + apply differential_apply; [|apply differential_exponentials].
      auto_derive; [lra|field; lra].
  - intros h.
    transitivity (total (axis k) (fun j => softmax k z i * (if i =? j then h j else 0)
      - softmax k z i * / (total (axis k) (fun j => exp (z j))) * (exp (z j) * h j))).
    2: { apply total_ext; intros j _; unfold softmax; destruct (i =? j); field; lra. }
    rewrite total_minus, !total_scale, (total_single (axis k) (fun j => if i =? j then h j else 0) i).
    + rewrite Nat.eqb_refl; unfold softmax; field; lra.
    + apply seq_NoDup.
    + now apply in_axis.
    + intros j _ other; destruct (Nat.eqb_spec i j); [now subst|easy].
Qed.

(** Of the Jacobian's row, what remains behind a sum. *)
Lemma softmax_row k z i (h : nat -> R) : (i < k)%nat ->
  \sum_(j < k) softmax k z i * ((if i =? j then 1 else 0) - softmax k z j) * h j
  = softmax k z i * (h i - \sum_(j < k) softmax k z j * h j).
Proof.
  intros inside.
  transitivity (total (axis k) (fun j => softmax k z i * (if i =? j then h j else 0)
    - softmax k z i * (softmax k z j * h j))); [apply total_ext; intros j _; destruct (i =? j); ring|].
  rewrite total_minus, !total_scale, (total_single (axis k) (fun j => if i =? j then h j else 0) i).
  - rewrite Nat.eqb_refl; ring.
  - apply seq_NoDup.
  - now apply in_axis.
  - intros j _ other; destruct (Nat.eqb_spec i j); [now subst|easy].
Qed.

(** A function of one row of a batch. *)
Lemma differential_in_row n k a (f : (nat -> R) -> R) (X : nat * nat -> R) (g : nat -> R) :
  (a < n)%nat -> gradient (axis k) f (fun c => X (a, c)) g ->
  differential (grid n k) (fun X => f (fun c => X (a, c))) X (fun h => \sum_(c < k) g c * h (a, c)).
Proof.
  intros inside outer.
  apply (differential_chain (grid n k) (axis k) (fun X c => X (a, c)) f X (fun c h => h (a, c)) g); [|easy].
  intros c cin; apply in_axis in cin; apply differential_coordinate, in_grid; lia.
Qed.

Definition softmax_rows (k : nat) (X : nat * nat -> R) : nat * nat -> R :=
  fun '(a, c) => softmax k (fun c => X (a, c)) c.

(** [nn.Softmax] $dX_i = p_i (g_i - \sum_j g_j p_j)$ *)
Theorem softmax_layer : forall (n k : nat) (X : nat * nat -> R)
    (C : (nat * nat -> R) -> R) (g : nat * nat -> R),
  gradient (grid n k) C (softmax_rows k X) g ->
  gradient (grid n k) (fun X => C (softmax_rows k X)) X
    (fun '(a, c) => softmax_rows k X (a, c) *
      (g (a, c) - \sum_(j < k) g (a, j) * softmax_rows k X (a, j))).
Proof.
  intros n k X C g outer.
  apply backward with (o := grid n k) (g := g) (D := fun '(a, i) h => \sum_(j < k)
    softmax k (fun c => X (a, c)) i * ((if i =? j then 1 else 0) - softmax k (fun c => X (a, c)) j) * h (a, j));
    [easy| |].
  - intros (a, i) inside; apply in_grid in inside.
    apply (differential_in_row n k a (fun z => softmax k z i)); [easy|now apply softmax_jacobian].
  - intros h; rewrite !total_grid; apply total_axis_ext; intros a _.
    set (p := softmax k (fun c => X (a, c))).
    transitivity (total (axis k) (fun i => g (a, i) * p i * h (a, i)
      - g (a, i) * p i * total (axis k) (fun j => p j * h (a, j)))).
    + apply total_axis_ext; intros i inside; unfold p.
      rewrite (softmax_row k (fun c => X (a, c)) i (fun j => h (a, j)) inside); ring.
    + rewrite total_minus, total_scale_right.
      rewrite (total_ext (axis k) (fun i => softmax_rows k X (a, i) *
        (g (a, i) - total (axis k) (fun j => g (a, j) * softmax_rows k X (a, j))) * h (a, i))
        (fun i => g (a, i) * p i * h (a, i) - total (axis k) (fun j => g (a, j) * p j) * (p i * h (a, i)))).
      * now rewrite total_minus, total_scale.
      * intros i _; simpl; fold p; ring.
Qed.
